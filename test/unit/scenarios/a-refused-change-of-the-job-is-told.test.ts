import { expect, test } from "vitest";
import { BATCHTASKS, JOBS } from "../../../src/api/resources.ts";
import type { Client } from "../../../src/kube/client.ts";
import { reconcile, type ReconcileOptions } from "../../../src/controllers/batchtask/reconcile.ts";
import { createFakeApi } from "../../support/fake-api/api.ts";
import { refuse } from "../../support/fake-api/refuse.ts";
import { createReplica } from "../support/replica.ts";
import { task, TASK_KEY, TASK_REF } from "../support/task.ts";

const never = new AbortController().signal;
const STARTED = "2026-01-01T00:00:00Z";

/** A task whose Job runs, and an API server that refuses every change and deletion of Jobs. */
async function scene() {
  let time = Date.parse(STARTED);
  const now = (): number => time;
  const { client } = createFakeApi(now);
  const forbidden = (): Promise<never> => Promise.reject(refuse(403, "Forbidden", "jobs"));
  const refusing: Client = { ...client, mergePatch: forbidden, delete: forbidden };
  const options: ReconcileOptions = { ...createReplica(client, now), client: refusing };
  const look = async () => {
    time += 10_000;
    for (const one of (await client.list(BATCHTASKS)).items) options.tasks.upsert(one);
    for (const one of (await client.list(JOBS)).items) options.jobs.upsert(one);
    await reconcile(options, TASK_KEY, never);
    const { status } = (await client.get(BATCHTASKS, TASK_REF)) ?? {};
    return { status, ready: status?.conditions?.find(({ type }) => type === "Ready") };
  };
  const progress = async (status: object): Promise<void> => {
    const [job] = (await client.list(JOBS)).items;
    const { name = "" } = job?.metadata ?? {};
    await client.mergePatch(JOBS, { ...TASK_REF, name }, { status }, { subresource: "status" });
  };
  await client.create(BATCHTASKS, task());
  await look();
  await progress({ startTime: STARTED, active: 1, ready: 1 });
  return { client, look, progress };
}

test.each([
  ["an edit that the Job would take", { backoffLimit: 1 }],
  ["an edit that stops the Job", { completions: 3, runs: { onChange: "Immediately" } }],
])("%s is refused: the status says so, and goes on telling of the run to its end", async (_, edit) => {
  const { client, look, progress } = await scene();
  await look();
  await client.mergePatch(BATCHTASKS, TASK_REF, { spec: edit });
  // The stop is recorded first, and what follows is owed for a moment.
  for (let looks = 0; looks < 2; looks += 1) await look();
  const refused = await look();
  const generation = (await client.get(BATCHTASKS, TASK_REF))?.metadata.generation;
  expect(refused.status).toMatchObject({ observedGeneration: generation, active: 1 });
  expect(refused.ready).toMatchObject({ status: "False", reason: "ReconcileError" });
  expect(refused.ready?.message).toContain("refuses a change of the Job");

  await progress({
    active: 0,
    succeeded: 1,
    completionTime: STARTED,
    conditions: [{ type: "Complete", status: "True", lastTransitionTime: STARTED }],
  });
  expect((await look()).status).toMatchObject({ phase: "Succeeded", succeeded: 1 });
});

test("a TTL that can't be lowered keeps neither a rerun nor an edit from starting", async () => {
  const { client, look, progress } = await scene();
  await client.mergePatch(BATCHTASKS, TASK_REF, { spec: { ttlSecondsAfterFinished: 60 } });
  await progress({
    active: 0,
    succeeded: 1,
    completionTime: STARTED,
    conditions: [{ type: "Complete", status: "True", lastTransitionTime: STARTED }],
  });
  for (let looks = 0; looks < 3; looks += 1) await look();
  const annotations = { "batchtask.dev/rerun": "now" };
  await client.mergePatch(BATCHTASKS, TASK_REF, { metadata: { annotations } });
  for (let looks = 0; looks < 2; looks += 1) await look();
  const { status } = await look();
  expect([status?.run?.number, status?.run?.trigger]).toEqual([2, "Rerun"]);
  expect(status?.history?.[0]).toMatchObject({ number: 1, outcome: "Succeeded" });
});
