import type { Client } from "../../../../src/kube/client.ts";
import { createCreationFailures } from "../../../../src/controllers/batchtask/creation-failures.ts";
import { expect, test } from "vitest";
import type { Job } from "../../../../src/api/job.ts";
import { BATCHTASKS, JOBS } from "../../../../src/api/resources.ts";
import { apply } from "../../../../src/controllers/batchtask/apply.ts";
import type { Action } from "../../../../src/controllers/batchtask/decide.ts";
import { trust } from "../../../../src/kube/resource.ts";
import { renderJob } from "../../../../src/job/render.ts";
import { createFakeApi } from "../../../support/fake-api/api.ts";
import { refuse } from "../../../support/fake-api/refuse.ts";
import { recordedClient } from "../../support/recorded-client.ts";
import { nothingUnstarted } from "../../support/replica.ts";
import { storeOf } from "../../support/stores.ts";
import { job, run, spec, task, TASK_REF } from "../../support/task.ts";

const never = new AbortController().signal;
const JOB_REF = { namespace: "team", name: "report-1-abcdef12" };

/** A task and its Job; `failure` is what each change and deletion of them is answered by. */
async function scene(failure?: Error) {
  const { client } = createFakeApi(() => Date.UTC(2026, 0, 1));
  const stored = await client.create(BATCHTASKS, task());
  const owned = await client.create(JOBS, job());
  const fail = () => Promise.reject(failure ?? new Error("none"));
  const recording = recordedClient({ ...client, ...(failure && { mergePatch: fail, delete: fail }) });
  const jobs = storeOf<Job>();
  const creationFailures = createCreationFailures(() => 0);
  const act = (action: Action, current = run()) =>
    apply(
      { client: recording.client, jobs, creationFailures, unstarted: nothingUnstarted() },
      stored,
      { run: current, action, job: owned },
      never,
    );
  return { ...recording, jobs, stored, owned, act };
}

const exactly = ({ metadata }: Pick<Job, "metadata">) => ({
  uid: metadata?.uid,
  resourceVersion: metadata?.resourceVersion,
});

test("where nothing is to be done nothing is written", async () => {
  const { act, calls, owned } = await scene();
  expect(await act({ kind: "None" })).toEqual({ job: owned });
  expect(calls).toEqual([]);
});

test("so it is where the status alone has to say why nothing is done", async () => {
  const { act, calls, owned } = await scene();
  expect(await act({ kind: "Refuse", problem: "PolicyViolation", message: "too wide" })).toEqual({
    job: owned,
    problem: { kind: "PolicyViolation", message: "too wide" },
  });
  const hold = { kind: "Queued", message: "number 2 of 3", position: 2 } as const;
  expect(await act({ kind: "Wait", hold })).toEqual({ job: owned, problem: hold });
  const lost = await act({ kind: "DeclareLost" });
  expect([lost.job, lost.problem?.kind]).toEqual([undefined, "ResultLost"]);
  expect(calls).toEqual([]);
});

test("a Job is changed in this very version, and the next read sees it", async () => {
  const { act, calls, owned, jobs } = await scene();
  const outcome = await act({ kind: "PatchJob", job: owned, patch: { spec: { parallelism: 4 } } });
  const patch = { spec: { parallelism: 4 }, metadata: exactly(owned) };
  expect(calls).toEqual([{ verb: "mergePatch", plural: "jobs", given: [JOB_REF, patch, {}] }]);
  expect(outcome.job?.spec?.parallelism).toBe(4);
  expect(jobs.list()).toEqual([outcome.job]);
});

test("a patch of labels keeps them beside the version", async () => {
  const { act, calls, owned } = await scene();
  await act({ kind: "PatchJob", job: owned, patch: { metadata: { labels: { a: "b" } } } });
  expect(calls[0]?.given[1]).toEqual({ metadata: { labels: { a: "b" }, ...exactly(owned) } });
});

const onlyStatus = (options?: { subresource?: string | undefined }) => options?.subresource === "status";

/** A suspended Job that still has its start; what taking it away is answered by, where it is not done. */
async function forgettingStart(answer?: (job: Job) => Promise<Job>) {
  const { client } = createFakeApi(() => 0);
  await client.create(JOBS, job({ spec: { suspend: true } }));
  const status = { startTime: "2026-01-01T00:00:00Z" };
  const owned = await client.mergePatch(JOBS, JOB_REF, { status }, { subresource: "status" });
  const mergePatch: Client["mergePatch"] = async (resource, ref, patch, options) =>
    answer && onlyStatus(options)
      ? trust(resource, await answer(owned))
      : await client.mergePatch(resource, ref, patch, options);
  const otherwise: Action = { kind: "PatchJob", job: owned, patch: { spec: { suspend: false } } };
  const writes = {
    client: { ...client, mergePatch },
    jobs: storeOf<Job>(),
    creationFailures: createCreationFailures(() => 0),
    unstarted: nothingUnstarted(),
  };
  const action: Action = { kind: "ForgetStart", job: owned, otherwise };
  const { job: left, isPostponed } = await apply(writes, task(), { run: run(), action, job: owned }, never);
  return { isPostponed, suspend: left?.spec?.suspend, startTime: left?.status?.startTime };
}

test("a suspended Job loses its start before anything else is done to it", async () => {
  expect(await forgettingStart()).toEqual({ isPostponed: true, suspend: true, startTime: undefined });
});

test.each<[string, (job: Job) => Promise<Job>]>([
  ["is not granted", () => Promise.reject(refuse(403, "Forbidden", "jobs/status"))],
  ["changes nothing", (job) => Promise.resolve(job)],
])("where taking it away %s, the rest is done all the same", async (_, answer) => {
  const kept = { isPostponed: undefined, suspend: false, startTime: "2026-01-01T00:00:00Z" };
  expect(await forgettingStart(answer)).toEqual(kept);
});

test("where taking it away fails for now, it is tried again", async () => {
  const busy = () => Promise.reject(refuse(503, "ServiceUnavailable", "jobs/status"));
  await expect(forgettingStart(busy)).rejects.toMatchObject({ status: 503 });
});

test("a Job goes with its pods, and is the run's until it has gone", async () => {
  const { act, calls, owned } = await scene();
  expect(await act({ kind: "DeleteJob", job: owned })).toEqual({ job: owned });
  const options = { ...exactly(owned), propagationPolicy: "Foreground" };
  expect(calls).toEqual([{ verb: "delete", plural: "jobs", given: [JOB_REF, options] }]);
});

test("a task goes in this very version, and nothing is to be written of it any more", async () => {
  const { act, calls, stored } = await scene();
  expect(await act({ kind: "DeleteTask" })).toEqual({ taskDeleted: true });
  const options = { ...exactly(stored), propagationPolicy: "Background" };
  expect(calls[0]).toMatchObject({ verb: "delete", plural: "batchtasks", given: [TASK_REF, options] });
});

test("a Job is created under the name of its run", async () => {
  const { act, verbs } = await scene();
  const second = renderJob(task(), spec(), run({ number: 2, jobName: "report-2-0a0a0a0a" }));
  const outcome = await act({ kind: "CreateJob", job: second });
  expect(outcome.job?.metadata).toMatchObject({ name: "report-2-0a0a0a0a", uid: "uid-3" });
  expect(verbs()).toEqual(["create jobs"]);
});

test("a change that is refused for good is a problem of the run, which goes on", async () => {
  const { act, owned } = await scene(refuse(403, "Forbidden", "webhook"));
  expect(await act({ kind: "DeleteJob", job: owned })).toEqual({
    job: owned,
    problem: {
      kind: "ReconcileError",
      message: "The API server refuses a change of the Job: webhook: Forbidden",
    },
  });
});

test.each([
  [409, "Conflict"],
  [503, "ServiceUnavailable"],
])("a change that fails by %d is thrown, to be tried again", async (status, reason) => {
  const { act, owned } = await scene(refuse(status, reason, "job"));
  await expect(act({ kind: "DeleteJob", job: owned })).rejects.toMatchObject({ status });
});

test("the TTL of a finished Job is lowered at best effort", async () => {
  const over = run({ completionTime: "2026-01-01T00:00:00Z" });
  const patch = { spec: { ttlSecondsAfterFinished: 60 } };
  const { act, owned } = await scene(refuse(403, "Forbidden", "webhook"));
  expect(await act({ kind: "PatchJob", job: owned, patch }, over)).toEqual({
    job: owned,
    refusedTtl: "The API server refuses a change of the Job: webhook: Forbidden",
  });
  const busy = await scene(refuse(503, "ServiceUnavailable", "job"));
  await expect(busy.act({ kind: "PatchJob", job: busy.owned, patch }, over)).rejects.toMatchObject({
    status: 503,
  });
});

test("after the run's end a refusal is thrown: its status no longer tells of problems", async () => {
  const { act, owned } = await scene(refuse(403, "Forbidden", "webhook"));
  const over = run({ completionTime: "2026-01-01T00:00:00Z" });
  await expect(act({ kind: "DeleteJob", job: owned }, over)).rejects.toMatchObject({ status: 403 });
});

test("a patch of what has ended that is answered and changes nothing is not made for ever", async () => {
  const { client, owned, stored, jobs } = await scene();
  const creationFailures = createCreationFailures(() => 0);
  const inert = { ...client, mergePatch: (...[res, ref]: Parameters<Client["get"]>) => client.get(res, ref) };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a webhook that puts the value back
  const putBack = inert as unknown as Client;
  const writes = { client: putBack, jobs, creationFailures, unstarted: nothingUnstarted() };
  const action: Action = { kind: "PatchJob", job: owned, patch: {} };
  const patch = (fields: Parameters<typeof run>[0]) =>
    apply(writes, stored, { run: run(fields), action, job: owned }, never);
  expect((await patch({ completionTime: "2026-01-01T00:00:00Z" })).refusedTtl).toContain("changed nothing");
  expect(await patch({})).toEqual({ job: owned });
});
