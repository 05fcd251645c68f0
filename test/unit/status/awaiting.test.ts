import { expect, test } from "vitest";
import { readyOf } from "../../../src/api/condition.ts";
import type { SchedulePlan } from "../../../src/schedule/plan.ts";
import { awaitingStatus } from "../../../src/status/awaiting.ts";
import { schedulePlan } from "../support/schedule-plan.ts";
import { task } from "../support/task.ts";

const now = "2026-01-01T00:00:00Z";
const status = (schedule: Partial<SchedulePlan>, refusals: string[] = []) => {
  const violations = refusals.map((message) => ({ field: "f", rule: "r", policy: "p", message }));
  const guarded = { spec: task().spec, adjustments: [], violations };
  return awaitingStatus({ task: task(), guarded, schedule: schedulePlan(schedule), now });
};

test("it is ready, has no run, and tells when the first one starts", () => {
  const told = status({});
  expect(told).toMatchObject({
    observedGeneration: 2,
    phase: "Scheduled",
    schedule: { nextStartTime: "2026-01-02T00:00:00Z" },
  });
  expect(told).not.toHaveProperty("run");
  expect(told.conditions).toEqual([
    {
      type: "Ready",
      status: "True",
      reason: "Scheduled",
      message: "Waits for the first time of its schedule",
      lastTransitionTime: now,
      observedGeneration: 2,
    },
  ]);
});

test.each([
  ["it is suspended", { isSuspended: true }, "Its schedule is suspended; it has not run yet"],
  ["no time is left", { next: undefined }, "No time of its schedule is left, and it has not run"],
])("where %s it says so", (_, schedule, message) => {
  expect(readyOf(status(schedule))?.message).toBe(message);
});

test("a schedule that can't be read, and policies that refuse the task, make it stall before its first time", () => {
  const broken = status({ problem: '"x" can\'t be read: write y' });
  expect(readyOf(broken)).toMatchObject({
    status: "False",
    reason: "InvalidSchedule",
    message: 'runs.schedule: "x" can\'t be read: write y',
  });
  expect(broken.conditions?.map(({ type, status }) => `${type}=${status}`)).toEqual([
    "Ready=False",
    "Stalled=True",
  ]);
  const refused = status({}, ["image x is not allowed"]);
  expect(readyOf(refused)).toMatchObject({
    status: "False",
    reason: "PolicyViolation",
    message: "image x is not allowed",
  });
  expect(refused.violations).toHaveLength(1);
});
