import { expect, test } from "vitest";
import { idleOf } from "../../../../src/ui/model/idle.ts";
import { schedule, task } from "../../support/task.ts";

const runs = { schedule: schedule() };

test("a schedule starts runs, unless it or its task is suspended", () => {
  expect(idleOf(task({ runs }))).toBeUndefined();
  expect(idleOf(task({ runs, suspend: true }))).toBe("it is suspended, and its schedule with it");
  expect(idleOf(task({ runs: { schedule: schedule({ suspend: true }) } }))).toBe("its schedule is suspended");
});

test.each(["InvalidSchedule", "PolicyViolation"])("with the reason %s it starts none", (reason) => {
  const condition = { type: "Ready", status: "False" as const, reason, message: "why not" };
  const conditions = [{ ...condition, lastTransitionTime: "2026-01-01T00:00:00Z", observedGeneration: 2 }];
  expect(idleOf(task({ runs }, { observedGeneration: 2, conditions }))).toBe("why not");
});
