import { expect, test } from "vitest";
import type { BatchTaskStatus } from "../../../../src/api/status.ts";
import { rowOf } from "../../../../src/ui/model/row.ts";
import { schedule, task } from "../../support/task.ts";

const statusOf = (reason: string, fields: Partial<BatchTaskStatus> = {}): BatchTaskStatus => ({
  observedGeneration: 2,
  conditions: [
    {
      type: "Ready",
      status: "False",
      reason,
      message: `of ${reason}`,
      lastTransitionTime: "2026-01-01T00:00:00Z",
      observedGeneration: 2,
    },
  ],
  ...fields,
});

test("a task that no operator has seen says so", () => {
  expect(rowOf(task(), [])).toMatchObject({
    uid: "task-uid",
    phase: "Pending",
    message: "the operator has not seen the task yet",
    suspended: false,
    history: [],
  });
});

test.each([
  ["Running", undefined],
  ["Suspended", undefined],
  ["Adjusted", undefined],
  ["SomeWordOfAJob", undefined],
  ["PolicyViolation", "of PolicyViolation"],
  ["Unschedulable", "of Unschedulable"],
])("with the reason %s somebody is needed for: %s", (reason, problem) => {
  expect(rowOf(task({}, statusOf(reason)), []).problem).toBe(problem);
});

test("what has failed is told before what the reason says", () => {
  const status = statusOf("BackoffLimitExceeded", {
    failure: { reason: "OOMKilled", message: "limit 64Mi" },
  });
  expect(rowOf(task({}, status), []).problem).toBe("OOMKilled: limit 64Mi");
});

test("policies are those that changed or refuse something, each once, without the built-in one", () => {
  const change = { field: "parallelism", applied: "2", rule: "parallelism" };
  const status = statusOf("PolicyViolation", {
    adjustments: [
      { ...change, policy: "team" },
      { ...change, policy: "baseline" },
      { ...change, policy: "team" },
    ],
    violations: [{ field: "images", rule: "images", policy: "images", message: "no" }],
  });
  expect(rowOf(task({}, status), []).policies).toEqual(["images", "team"]);
});

test("a schedule has its next times, unless none of them counts", () => {
  const next = ["2026-01-01T01:00:00Z"];
  const crons = schedule({ crons: ["0 2 * * *", "0 14 * * *"], timeZone: "Europe/Berlin" });
  const { cron: _, ...several } = crons;
  expect(rowOf(task({ runs: { schedule: several } }), next).schedule).toEqual({
    cron: "0 2 * * *, 0 14 * * *",
    timeZone: "Europe/Berlin",
    suspended: false,
    next,
  });
  const refused = statusOf("PolicyViolation");
  expect(rowOf(task({ runs: { schedule: schedule() } }, refused), next).schedule?.next).toEqual([]);
  const off = { suspended: true, next: [] };
  expect(rowOf(task({ suspend: true, runs: { schedule: schedule() } }), next).schedule).toMatchObject(off);
  expect(rowOf(task({ runs: { schedule: schedule({ suspend: true }) } }), next).schedule).toMatchObject(off);
});
