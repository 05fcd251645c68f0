import { expect, test } from "vitest";
import type { Job, Pod } from "../../../src/api/job.ts";
import { BATCHTASKS, EVENTS, JOBS, PODS } from "../../../src/api/resources.ts";
import { ApiError } from "../../../src/kube/errors.ts";
import type { Resource } from "../../../src/kube/resource.ts";
import type { ReconcileOptions } from "../../../src/controllers/batchtask/reconcile.ts";
import { createFakeApi } from "../../support/fake-api/api.ts";
import { look } from "../../support/inquiries.ts";
import { createReplica, withoutJobs } from "../support/replica.ts";
import { task, TASK_KEY } from "../support/task.ts";
import { endedPod } from "../support/pods.ts";

const START = Date.UTC(2026, 0, 1);
const startTime = "2026-01-01T00:00:00Z";
const never = new AbortController().signal;
const failed = [
  {
    type: "Failed",
    status: "True",
    reason: "BackoffLimitExceeded",
    message: "too often",
    lastTransitionTime: startTime,
  },
];

/** A run whose Job and pods are as the test puts them; `refuse` answers each list of a resource so. */
async function scene() {
  let time = START;
  const now = (): number => time;
  const { client } = createFakeApi(now);
  const refusals = new Map<string, ApiError>();
  const refusing: typeof client = {
    ...client,
    list: (res, options) => {
      const error = refusals.get(res.plural);
      return error ? Promise.reject(error) : client.list(res, options);
    },
  };
  const replica: ReconcileOptions = createReplica(refusing, now);
  replica.tasks.upsert(await client.create(BATCHTASKS, task()));
  await look(replica, TASK_KEY, never);
  const [{ metadata = {} } = {}] = replica.jobs.list();
  const { namespace = "", name = "", uid = "" } = metadata;
  return {
    client,
    ref: { namespace, name, uid },
    later: (seconds: number) => (time += seconds * 1000),
    refuse: ({ plural }: Resource, status: number, reason: string) => {
      const body = JSON.stringify({ kind: "Status", reason, message: "no" });
      refusals.set(plural, new ApiError({ status, body, method: "GET", path: `/${plural}` }));
    },
    allow: ({ plural }: Resource) => void refusals.delete(plural),
    job: async (status: Job["status"]) => {
      const patch = { status: { startTime, ...status } };
      replica.jobs.upsert(
        await client.mergePatch(JOBS, { namespace, name }, patch, { subresource: "status" }),
      );
    },
    pod: async (suffix: string, index: number, status: Pod["status"], spec?: Pod["spec"]) => {
      const owner = { apiVersion: "batch/v1", kind: "Job", controller: true, name, uid };
      const annotations = { "batch.kubernetes.io/job-completion-index": String(index) };
      const pod = { namespace, name: `${name}-${suffix}` };
      const metadata = { ...pod, annotations, ownerReferences: [owner] };
      const created = await client.create(PODS, { metadata, ...(spec && { spec }) });
      await client.mergePatch(PODS, pod, { status }, { subresource: "status" });
      return { ...pod, uid: created.metadata?.uid ?? "" };
    },
    look: (more: Partial<ReconcileOptions> = {}) => look({ ...replica, ...more }, TASK_KEY, never),
    status: async () => (await client.get(BATCHTASKS, { namespace, name: "report" }))?.status,
  };
}

const ended = (exitCode: number) => endedPod(exitCode, startTime);

const unschedulable = { type: "PodScheduled", status: "False", reason: "Unschedulable", message: "no node" };

test("a failed run is recorded though its pods may not be read", async () => {
  const { refuse, job, look, status } = await scene();
  refuse(PODS, 403, "Forbidden");
  await job({ failed: 1, conditions: failed });
  await look();
  expect(await status()).toMatchObject({
    phase: "Failed",
    failure: { reason: "BackoffLimitExceeded", message: "too often" },
  });
});

test("a failed run waits half a minute for pods that can't be read now, and no longer", async () => {
  const { refuse, job, later, look, status } = await scene();
  refuse(PODS, 503, "ServiceUnavailable");
  await job({ failed: 1, conditions: failed });
  for (const seconds of [0, 30]) {
    later(seconds);
    await expect(look()).rejects.toMatchObject({ status: 503 });
    expect((await status())?.phase).not.toBe("Failed");
  }
  later(1);
  await look();
  expect(await status()).toMatchObject({ phase: "Failed", failure: { reason: "BackoffLimitExceeded" } });
});

test("a run goes on though it can't be asked why no pod runs; it is asked again at a later look", async () => {
  const { refuse, allow, job, pod, later, look, status } = await scene();
  await job({ active: 1 });
  later(3);
  for (const [status, reason] of [
    [503, "ServiceUnavailable"],
    [403, "Forbidden"],
  ] as const) {
    refuse(PODS, status, reason);
    expect(await look()).toHaveProperty("requeueAfterMs");
    later(3);
  }
  expect(await status()).toMatchObject({ phase: "Starting", active: 1 });
  expect(await status()).not.toHaveProperty("failure");
  allow(PODS);
  await pod("x", 0, { phase: "Pending", conditions: [unschedulable] });
  await look();
  expect(await status()).toMatchObject({ phase: "Starting", failure: { reason: "Unschedulable" } });
});

test("a Job that is gone is not declared lost while its events may not be read", async () => {
  const { client, ref, refuse, job, look, status } = await scene();
  await job({ active: 1 });
  await look();
  await client.delete(JOBS, ref, { uid: ref.uid });
  refuse(EVENTS, 403, "Forbidden");
  const caughtUp = withoutJobs();
  await expect(look(caughtUp)).rejects.toMatchObject({ status: 403 });
  expect((await status())?.phase).not.toBe("Unknown");
});

test("of a Job that somebody took away from its task it is not said that it is gone", async () => {
  const { client, ref, job, look, status } = await scene();
  await job({ active: 1 });
  await look();
  await client.mergePatch(JOBS, ref, { metadata: { ownerReferences: null } });
  const caughtUp = withoutJobs();
  await look(caughtUp);
  const { phase, conditions } = (await status()) ?? {};
  expect(phase).toBe("Unknown");
  expect(conditions?.[0]?.message).toContain("vanished, or no longer belongs to the task");
});

test("of a hundred pods the one that failed tells, wherever its name stands", async () => {
  const { job, pod, look, status } = await scene();
  for (let index = 0; index < 100; index += 1)
    await pod(String(index).padStart(3, "0"), index, ended(index === 57 ? 3 : 0));
  await job({ failed: 1, conditions: failed });
  await look();
  expect((await status())?.failure).toMatchObject({ index: 57, exitCode: 3 });
});

test("the exit code of a container that restarts in place outlives its pod, which goes as soon as the run fails", async () => {
  const { client, job, pod, look, status } = await scene();
  await job({ active: 1, ready: 1 });
  await look();
  const again = ended(3)?.containerStatuses?.map((one) => ({ ...one, restartCount: 1 }));
  const spec = { restartPolicy: "OnFailure", containers: [{ name: "main" }] };
  const leaving = await pod("x", 0, { phase: "Running", ...(again && { containerStatuses: again }) }, spec);
  const target = failed.map((condition) => ({ ...condition, type: "FailureTarget" }));
  await job({ active: 0, ready: 0, terminating: 1, conditions: target });
  await look();
  // At once, since it can't be read again.
  const failure = { exitCode: 3, attempt: 2, container: "main" };
  expect(await status()).toMatchObject({ phase: "Finishing", failure });
  await look();
  expect(await status()).toMatchObject({ failure });
  await client.delete(PODS, leaving, { uid: leaving.uid });
  await job({ failed: 1, terminating: 0, conditions: [...target, ...failed] });
  await look();
  expect(await status()).toMatchObject({ phase: "Failed", failed: 1, failure });
});
