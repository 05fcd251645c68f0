import { expect, test } from "vitest";
import { EVENTS, PODS } from "../../../src/api/resources.ts";
import { endedPod } from "../support/pods.ts";
import { task } from "../support/task.ts";
import { timestamp, workingController } from "../support/working-controller.ts";

/** A run whose container ends in the second in which its pod is deleted, before its Job says that it fails. */
async function failing(exitCode: number) {
  const one = task({ backoffLimit: 0 });
  const world = await workingController({ tasks: [one], listMs: 20, writeMs: 5 });
  const [job] = await world.jobs();
  if (!job) throw new Error("no Job");
  await world.tellOf(job, { startTime: timestamp(world.clock.now()), active: 1, ready: 1 });
  await world.pass(3_000);
  const at = timestamp(world.clock.now());
  const ref = { namespace: "team", name: `${job.metadata?.name}-x` };
  await world.pod(job, { ...endedPod(exitCode, at), phase: "Running" });
  await world.client.mergePatch(PODS, ref, { metadata: { deletionTimestamp: at } });
  const condition = { status: "True", reason: "BackoffLimitExceeded", message: "m", lastTransitionTime: at };
  const conditions = [{ ...condition, type: "FailureTarget" }];
  await world.tellOf(job, { active: 0, ready: 0, failed: 1, conditions });
  return {
    ...world,
    ref,
    job,
    told: async () => (await world.statusOf(one))?.failure,
    ends: () =>
      world.tellOf(job, { failed: 1, conditions: [...conditions, { ...condition, type: "Failed" }] }),
  };
}

test.each<[string, number, string, number | undefined]>([
  ["its container ended by itself", 3, "Error", 3],
  ["it was stopped", 143, "BackoffLimitExceeded", undefined],
])(
  "that the Job controller has deleted a pod may be known at the Job's end only, when the pod is gone: %s",
  async (_, exitCode, reason, told) => {
    const run = await failing(exitCode);
    await run.pass(1_000);
    expect(await run.told()).toMatchObject({ reason: "PodDeleted", exitCode });
    const { uid = "" } = (await run.client.get(PODS, run.ref))?.metadata ?? {};
    await run.client.delete(PODS, run.ref, { uid });
    await run.client.create(EVENTS, {
      metadata: { namespace: "team", name: "deleted" },
      involvedObject: { kind: "Job", uid: run.job.metadata?.uid ?? "" },
      reason: "SuccessfulDelete",
      message: `Deleted pod: ${run.ref.name}`,
    });
    await run.ends();
    await run.pass(3_000);
    const failure = await run.told();
    expect([failure?.reason, failure?.exitCode]).toEqual([reason, told]);
    await run.stop();
  },
);

test("what nobody explains by then was deleted from outside", async () => {
  const run = await failing(3);
  await run.pass(1_000);
  await run.ends();
  await run.pass(3_000);
  expect(await run.told()).toMatchObject({ reason: "PodDeleted", exitCode: 3 });
  await run.stop();
});
