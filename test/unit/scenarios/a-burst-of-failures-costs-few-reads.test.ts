import { expect, test } from "vitest";
import type { Job, Pod } from "../../../src/api/job.ts";
import { task } from "../support/task.ts";
import { timestamp, workingController } from "../support/working-controller.ts";
import { endedPod } from "../support/pods.ts";

const TASKS = 500;

/** Five hundred runs whose only pod fails at the same time; how many lists that takes for each, and what is told. */
async function burst(pod: Pod["status"] | undefined) {
  const { metadata, ...made } = task({ backoffLimit: 0 });
  const tasks = Array.from({ length: TASKS }, (_, n) => ({
    ...made,
    metadata: { ...metadata, name: `report-${n}` },
  }));
  const world = await workingController({ tasks, listMs: 20, writeMs: 5 });
  const jobs = await world.jobs();
  for (const job of jobs)
    await world.tellOf(job, { startTime: timestamp(world.clock.now()), active: 1, ready: 1 });
  await world.pass(3_000);
  const before = world.lists.length;
  const fail = async (job: Job): Promise<void> => {
    if (pod) await world.pod(job, pod);
    const at = timestamp(world.clock.now());
    const condition = {
      type: "Failed",
      status: "True",
      reason: "BackoffLimitExceeded",
      message: "m",
      lastTransitionTime: at,
    };
    await world.tellOf(job, { active: 0, ready: 0, failed: 1, conditions: [condition] });
  };
  for (const job of jobs) await fail(job);
  await world.pass(60_000);
  const told = world.steps
    .filter(({ after }) => after.phase === "Failed")
    .map(({ after }) => after.failure?.reason);
  const reads = (world.lists.length - before) / TASKS;
  await world.stop();
  return { reads, told };
}

test.each([
  ["whose pod says why", endedPod(3), 1, "Error"],
  ["whose pod may have been killed", endedPod(137), 2, "Error"],
  ["whose pod is gone", undefined, 3, "PodDeleted"],
])("of five hundred runs %s each is told, for few reads", async (_, pod, most, reason) => {
  const { reads, told } = await burst(pod);
  expect(told).toEqual(Array.from({ length: TASKS }, () => reason));
  expect(reads).toBeLessThanOrEqual(most);
});
