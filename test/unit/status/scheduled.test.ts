import { describe, expect, test } from "vitest";
import { type BatchTaskStatus, PHASES } from "../../../src/api/status.ts";
import type { SchedulePlan } from "../../../src/schedule/plan.ts";
import {
  isObjection,
  objectionOf,
  outcomeOf,
  scheduleConditions,
  withSchedule,
} from "../../../src/status/scheduled.ts";
import { conditionsOf } from "../../../src/status/conditions.ts";
import { schedulePlan as plan } from "../support/schedule-plan.ts";
import { run, task } from "../support/task.ts";

const now = "2026-01-01T00:00:00Z";
const OVER = { next: undefined };
const guarded = { spec: task().spec, adjustments: [], violations: [] };

test("only a phase that a run ends with is an outcome", () => {
  const outcomes = PHASES.filter((phase) => outcomeOf(phase) !== undefined);
  expect(outcomes).toEqual(["Succeeded", "Failed", "Rejected", "Unknown"]);
});

test("what can't be read comes before what policies refuse, and what they only report is none", () => {
  const refused = [{ field: "f", rule: "r", policy: "p", message: "no" }];
  expect(objectionOf(plan({ problem: "x" }), refused)).toEqual({
    reason: "InvalidSchedule",
    message: "runs.schedule: x",
  });
  expect(objectionOf(plan(), refused)).toEqual({ reason: "PolicyViolation", message: "no" });
  expect(
    objectionOf(plan(), [{ field: "f", rule: "r", policy: "p", message: "no", mode: "Warn" }]),
  ).toBeUndefined();
  expect(["InvalidSchedule", "PolicyViolation", "Error"].map(isObjection)).toEqual([true, true, false]);
});

describe("the conditions of a task on a schedule", () => {
  const truths = (phase: (typeof PHASES)[number], schedule: SchedulePlan, next?: "Rerun") =>
    conditionsOf({ phase, reason: "R", message: "m" }, 2, {
      old: [],
      now,
      started: false,
      next,
      schedule: scheduleConditions({ task: task(), guarded, run: run(), schedule, now }, phase),
    }).map(({ type, status }) => `${type}=${status}`);

  test.each([
    ["Running", ["Ready=True"]],
    ["Queued", ["Ready=True"]],
    ["Succeeded", ["Ready=True", "Complete=True", "Finished=True"]],
    ["Failed", ["Ready=True", "Failed=True", "Finished=True"]],
    ["Rejected", ["Ready=True", "Failed=True", "Finished=True"]],
    ["Unknown", ["Ready=True", "Complete=Unknown", "Failed=Unknown", "Finished=True"]],
  ] as const)("%s: Ready, and how the run is", (phase, told) => {
    expect(truths(phase, plan())).toEqual(told);
  });

  test("of a run whose next one is due nothing is said to have ended", () => {
    expect(truths("Failed", plan(), "Rerun")).toEqual(["Ready=True"]);
  });

  test("suspended it is ready, and unreadable it stalls", () => {
    expect(truths("Failed", plan({ ...OVER, isSuspended: true }))).toContain("Ready=True");
    expect(truths("Succeeded", plan({ ...OVER, problem: "x" }))).toEqual([
      "Ready=False",
      "Stalled=True",
      "Complete=True",
      "Finished=True",
    ]);
  });

  test("once no time is left they are those of its last run", () => {
    expect(truths("Failed", plan(OVER))).toEqual([
      "Ready=False",
      "Stalled=True",
      "Failed=True",
      "Finished=True",
    ]);
  });
});

describe("a status", () => {
  const ended = run({ trigger: "Scheduled", completionTime: now });
  const of = (fields: Partial<BatchTaskStatus>): BatchTaskStatus => ({
    observedGeneration: 2,
    run: run(),
    ...fields,
  });

  test("without a schedule is as it is", () => {
    const status = of({ phase: "Succeeded" });
    expect(withSchedule({ task: task(), schedule: undefined }, status)).toBe(status);
  });

  test("between two runs is Scheduled, and keeps how the run ended", () => {
    const told = withSchedule({ task: task(), schedule: plan() }, of({ phase: "Failed", run: ended }));
    expect(told).toMatchObject({
      phase: "Scheduled",
      run: { outcome: "Failed" },
      schedule: { withoutSuccess: 1 },
    });
  });

  test("of a run that has ended before tells of it no second time", () => {
    const before = of({ run: ended, schedule: { expression: "@daily Etc/UTC", handledTime: now } });
    const told = withSchedule(
      { task: task({}, before), schedule: plan() },
      of({ phase: "Failed", run: ended }),
    );
    expect(told.schedule).not.toHaveProperty("withoutSuccess");
  });

  test("while a run goes on has that run's phase", () => {
    const told = withSchedule({ task: task(), schedule: plan() }, of({ phase: "Running" }));
    expect(told.phase).toBe("Running");
    expect(told.run).not.toHaveProperty("outcome");
  });

  test("after the last time has the phase of the last run", () => {
    const told = withSchedule({ task: task(), schedule: plan(OVER) }, of({ phase: "Succeeded", run: ended }));
    expect(told).toMatchObject({ phase: "Succeeded", run: { outcome: "Succeeded" } });
  });
});
