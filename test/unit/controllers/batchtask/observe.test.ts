import { expect, test } from "vitest";
import type { BatchTask } from "../../../../src/api/batchtask.ts";
import type { Job } from "../../../../src/api/job.ts";
import { BATCHTASKS, JOBS } from "../../../../src/api/resources.ts";
import type { BatchTaskStatus, Run } from "../../../../src/api/status.ts";
import { observe, type ObserveOptions } from "../../../../src/controllers/batchtask/observe.ts";
import { jobName } from "../../../../src/job/job-name.ts";
import { NO_EVIDENCE } from "../../../../src/status/failure/evidence.ts";
import { createFakeApi } from "../../../support/fake-api/api.ts";
import { recordedClient } from "../../support/recorded-client.ts";
import { notReady } from "../../support/ready.ts";
import { createReplica } from "../../support/replica.ts";
import { job, run, task, TASK_KEY, TASK_REF } from "../../support/task.ts";

const signal = new AbortController().signal;
const startTime = "2026-01-01T00:00:00Z";
const now = (): number => Date.parse(startTime) + 1_000;

const status = (fields: Partial<Run> = {}): BatchTaskStatus => ({
  observedGeneration: 1,
  run: run({ jobUID: "uid-2", ...fields }),
});

/** A cached task that is as the API server has it, with this status. */
async function scene(recorded?: BatchTaskStatus) {
  const { client } = createFakeApi(now);
  const recording = recordedClient(client);
  const created = await client.create(BATCHTASKS, task());
  const cached = recorded
    ? await client.replaceStatus(BATCHTASKS, { ...created, status: recorded })
    : created;
  const replica = createReplica(recording.client, now);
  let stale = 0;
  const reads = { ...replica, onStale: () => (stale += 1) };
  reads.tasks.upsert(cached);
  return {
    api: client,
    cached,
    reads,
    stale: () => stale,
    verbs: recording.verbs,
    /** The run's Job, as the API server has it. */
    owned: (fields: Parameters<typeof job>[0] = {}): Promise<Job> => {
      const owner = {
        apiVersion: "batchtask.dev/v1alpha1",
        kind: "BatchTask",
        name: "report",
        controller: true,
      };
      const metadata = { ownerReferences: [{ ...owner, uid: created.metadata.uid }], ...fields.metadata };
      return client.create(JOBS, job({ ...fields, metadata }));
    },
    look: (options: Partial<ObserveOptions> = {}) => observe(reads, TASK_KEY, { signal, ...options }),
  };
}

test("of a task that is not there, or going, there is nothing to see and nothing to ask", async () => {
  const { reads, look, verbs, cached } = await scene();
  const tasks = (get: BatchTask | undefined) => ({ ...reads, tasks: { ...reads.tasks, get: () => get } });
  const leaving = { ...cached, metadata: { ...cached.metadata, deletionTimestamp: startTime } };
  expect(await observe(tasks(undefined), TASK_KEY, { signal })).toBeUndefined();
  expect(await observe(tasks(leaving), TASK_KEY, { signal })).toBeUndefined();
  expect(await look()).toBeDefined();
  expect(verbs().length).toBeGreaterThan(0);
});

test("a first run that is not on record is seen as if it were; its Job is asked about, unless nobody can have made one", async () => {
  const { look, cached, reads, verbs } = await scene();
  const first = { number: 1, trigger: "Created", jobName: jobName(cached.metadata, 1) };
  const seen = { task: { status: { run: first } }, recorded: cached.status };
  expect(await look()).toMatchObject({ ...seen, needsRecord: true });
  expect(verbs()).toEqual(["get batchtasks", "list events"]);
  const unstarted = { has: () => true };
  const observed = await observe({ ...reads, unstarted }, TASK_KEY, { signal });
  expect(observed).toMatchObject({ ...seen, needsRecord: false });
  expect(verbs().length).toBe(2);
});

test("a first run that is not on record and has a Job has heeded the rerun that its Job tells of", async () => {
  const { look, api, owned, reads } = await scene();
  const rerun = { metadata: { annotations: { "batchtask.dev/rerun": "later" } } };
  reads.tasks.upsert(await api.mergePatch(BATCHTASKS, TASK_REF, rerun));
  const observed = await look();
  expect(observed?.task.status?.lastHandledRerun).toBe("later");
  const name = observed?.task.status?.run?.jobName ?? "";
  reads.jobs.upsert(await owned({ metadata: { name } }));
  expect((await look())?.task.status).not.toHaveProperty("lastHandledRerun");
});

test("and the overrides that its Job tells of, whatever the task asks for since", async () => {
  const { look, api, owned, reads } = await scene();
  const asking = (rerun: string) => ({
    "batchtask.dev/rerun": rerun,
    "batchtask.dev/rerun-overrides": JSON.stringify({ rerun, args: [rerun] }),
  });
  const annotations = asking("later");
  reads.tasks.upsert(await api.mergePatch(BATCHTASKS, TASK_REF, { metadata: { annotations } }));
  const before = (await look())?.task.status?.run;
  expect(before?.overrides).toEqual({ args: ["later"] });
  const name = before?.jobName ?? "";
  reads.jobs.upsert(await owned({ metadata: { name, annotations: asking("first") } }));
  expect((await look())?.task.status).toMatchObject({
    lastHandledRerun: "first",
    run: { overrides: { args: ["first"] } },
  });
});

test("where the run has ended the caches are enough", async () => {
  const { look, cached, verbs } = await scene(status({ completionTime: startTime }));
  const observed = await look();
  expect(observed).toEqual({
    task: cached,
    recorded: cached.status,
    job: undefined,
    needsRecord: false,
    vital: {},
    now: now(),
  });
  expect(verbs()).toEqual([]);
});

test("so they are where they have the run's Job", async () => {
  const { look, owned, reads, verbs } = await scene(status());
  const found = await owned();
  reads.jobs.upsert(found);
  expect(await look()).toMatchObject({ job: found });
  expect(verbs()).toEqual([]);
});

test("a Job of the run's name that is not the task's is none of the run", async () => {
  const { look, owned, reads, verbs } = await scene(status());
  reads.jobs.upsert(await owned({ metadata: { ownerReferences: [] } }));
  expect((await look())?.job).toBeUndefined();
  expect(verbs()).toEqual(["get batchtasks", "get jobs", "list events"]);
});

test("a run whose Job the cache lacks is asked for live, with its task", async () => {
  const { look, owned, verbs, stale } = await scene(status());
  const found = await owned();
  expect(await look()).toMatchObject({ job: found });
  expect([verbs(), stale()]).toEqual([["get batchtasks", "get jobs"], 0]);
});

test("a run that this process has just recorded has no Job yet, so none is asked for", async () => {
  const justRecorded = { ...status({ jobUID: undefined }), conditions: [notReady("Pending")] };
  const { look, cached, verbs } = await scene(justRecorded);
  const observed = await look({ withoutJob: cached.metadata.resourceVersion });
  expect([observed?.task, observed?.job, verbs()]).toEqual([cached, undefined, []]);
});

test("a cache that is behind is told so, and put right before anything is decided", async () => {
  const { look, api, reads, stale } = await scene(status());
  const edited = await api.mergePatch(BATCHTASKS, TASK_REF, { spec: { completions: 2 } });
  expect((await look())?.task).toEqual(edited);
  expect([reads.tasks.get(TASK_KEY), stale()]).toEqual([edited, 1]);
});

test.each<[string, boolean]>([
  ["is gone", false],
  ["is another one of its name", true],
])("a task that %s is not acted on", async (_, isMadeAnew) => {
  const { look, api, cached, stale } = await scene(status());
  await api.delete(BATCHTASKS, TASK_REF, { uid: cached.metadata.uid });
  if (isMadeAnew) await api.create(BATCHTASKS, task());
  expect([await look(), stale()]).toEqual([undefined, 1]);
});

test("what this process knows and has not written is seen, and told from what is on record", async () => {
  const { reads, cached } = await scene(status({ jobUID: undefined }));
  const known = { ...cached, status: { ...status(), failed: 3 } };
  const writer = { withUnwritten: () => known };
  const observed = await observe({ ...reads, statusWriter: writer }, TASK_KEY, {
    signal,
    withoutJob: cached.metadata.resourceVersion,
  });
  expect([observed?.task, observed?.recorded]).toEqual([known, cached.status]);
});

test("where something is wrong with the run its pods are read, and seen by the look after that", async () => {
  const { look, owned, api, reads, verbs } = await scene(status());
  const { metadata } = await owned();
  const ref = { ...TASK_REF, name: metadata?.name ?? "" };
  const failing = { status: { startTime, failed: 1 } };
  reads.jobs.upsert(await api.mergePatch(JOBS, ref, failing, { subresource: "status" }));
  expect(await look()).toMatchObject({ evidence: undefined, awaitsEvidence: true });
  await reads.inquiries.answered(TASK_KEY);
  expect(await look()).toMatchObject({ evidence: NO_EVIDENCE, awaitsEvidence: false });
  expect(verbs()).toEqual(["list pods", "list events"]);
});
