import { expect, test } from "vitest";
import { endReasonOf } from "../../../src/api/condition.ts";
import { WAITING } from "../support/pods.ts";
import { task } from "../support/task.ts";
import { timestamp, workingController } from "../support/working-controller.ts";

const TASKS = 1_000;
const STARTS_PER_SECOND = 50;

test("a thousand runs whose image can't be pulled fail soon after their deadline, and few lists tell why", async () => {
  const { metadata, ...made } = task({ runs: { startDeadlineSeconds: 60 } });
  const names = Array.from({ length: TASKS }, (_, n) => `report-${n}`);
  const tasks = names.map((name) => ({ ...made, metadata: { ...metadata, name } }));
  const world = await workingController({ tasks, listMs: 600, writeMs: 20 });
  const jobs = await world.jobs();
  const before = world.lists.length;
  const startOf = new Map<string, number>();
  while (jobs.length > 0) {
    for (const job of jobs.splice(0, STARTS_PER_SECOND)) {
      const startTime = timestamp(world.clock.now());
      startOf.set(job.metadata?.ownerReferences?.[0]?.name ?? "", Date.parse(startTime));
      await world.tellOf(job, { startTime, active: 1 });
      await world.pod(job, WAITING.forImage);
    }
    await world.pass(1_000);
  }
  await world.pass(90_000);
  const failed = world.steps.filter(({ after }) => after.phase === "Failed");
  expect(failed.map(({ task }) => task.metadata.name).toSorted()).toEqual(names.toSorted());
  const reasons = failed.map(({ after }) => [after.failure?.reason, endReasonOf(after)]);
  expect([...new Set(reasons.map(String))]).toEqual(["ImagePullBackOff,StartDeadlineExceeded"]);
  const took = failed.map(({ task, at }) => at - (startOf.get(task.metadata.name) ?? 0));
  expect(Math.min(...took)).toBeGreaterThanOrEqual(60_000);
  expect(Math.max(...took)).toBeLessThan(90_000);
  expect(world.lists.length - before).toBeLessThan(100);
  await world.stop();
});
