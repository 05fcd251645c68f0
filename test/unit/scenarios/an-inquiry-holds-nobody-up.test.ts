import { expect, test } from "vitest";
import type { Job } from "../../../src/api/job.ts";
import { BATCHTASKS } from "../../../src/api/resources.ts";
import { WAITING } from "../support/pods.ts";
import { task, TASK_REF } from "../support/task.ts";
import { timestamp, workingController } from "../support/working-controller.ts";

const LIST_MS = 1_200;

/** A run whose pods are being asked about at this moment, since its Job is so. */
async function asked(status: Job["status"]) {
  const world = await workingController({ tasks: [task()], listMs: LIST_MS });
  const [job] = await world.jobs();
  if (!job) throw new Error("no Job");
  const startTime = timestamp(world.clock.now());
  await world.pod(job, WAITING.forImage);
  await world.tellOf(job, { startTime, ...status });
  while (!world.lists.includes("pods")) await world.pass(100);
  const answeredAt = world.clock.now() + LIST_MS;
  return { ...world, job, startTime, answeredAt };
}

test.each<[string, Job["status"]]>([
  ["why no pod of it runs", { active: 1 }],
  ["why a pod of it failed", { active: 1, failed: 1 }],
])(
  "a run that is being asked %s ends, and its end is on record before the answer is there",
  async (_, status) => {
    const { job, tellOf, pass, steps, startTime, answeredAt, lists, stop } = await asked(status);
    expect(lists.filter((plural) => plural === "pods")).toHaveLength(1);
    const completionTime = startTime;
    const complete = { type: "Complete", status: "True", lastTransitionTime: completionTime };
    await tellOf(job, { startTime, succeeded: 1, completionTime, conditions: [complete] });
    await pass(500);
    const last = steps.at(-1);
    expect(last).toMatchObject({ after: { phase: "Succeeded" } });
    expect(last?.at).toBeLessThan(answeredAt);
    const written = steps.length;
    await pass(10_000);
    expect(steps.length).toBe(written);
    await stop();
  },
);

test("an edit is followed while a run is being asked why a pod of it failed", async () => {
  const { client, jobs, pass, answeredAt, clock, stop } = await asked({ active: 1, failed: 1 });
  await client.mergePatch(BATCHTASKS, TASK_REF, { spec: { suspend: true } });
  await pass(300);
  const [job] = await jobs();
  expect([job?.spec?.suspend, clock.now() < answeredAt]).toEqual([true, true]);
  await stop();
});
