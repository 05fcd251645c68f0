import type { SchedulePlan } from "../../../src/schedule/plan.ts";

/** Of a daily schedule at the start of 2026 that has nothing due, or as the fields say. */
export function schedulePlan(fields: Partial<SchedulePlan> = {}): SchedulePlan {
  return {
    expression: "@daily Etc/UTC",
    spreadMs: 0,
    isSuspended: false,
    replaces: false,
    handled: Date.UTC(2026, 0, 1),
    next: Date.UTC(2026, 0, 2),
    missed: { count: 0, latest: [] },
    ...fields,
  };
}
