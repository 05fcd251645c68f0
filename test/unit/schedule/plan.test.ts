import { describe, expect, test } from "vitest";
import type { AskedSchedule, ScheduleStatus } from "../../../src/api/schedule.ts";
import type { BatchTaskStatus } from "../../../src/api/status.ts";
import { createScheduleCache } from "../../../src/cron/cache.ts";
import { type Circumstances, planSchedule, startByOf } from "../../../src/schedule/plan.ts";
import { run, task } from "../support/task.ts";

const { read } = createScheduleCache();
const at = (time: string): number => Date.parse(`2026-01-01T${time}Z`);
const HOURLY: AskedSchedule = { cron: "0 * * * *" };
const recorded = (handled: string, more: Partial<ScheduleStatus> = {}): BatchTaskStatus => ({
  observedGeneration: 2,
  schedule: { expression: "0 * * * * Etc/UTC", handledTime: `2026-01-01T${handled}Z`, ...more },
});

function plan(
  now: string,
  status?: BatchTaskStatus,
  how: Partial<Circumstances> & { created?: string } = {},
) {
  const { created = "00:10:00", ...more } = how;
  const { metadata, ...rest } = task({}, status);
  const made = { ...rest, metadata: { ...metadata, creationTimestamp: `2026-01-01T${created}Z` } };
  return planSchedule(made, { schedule: HOURLY, read, now: at(now), ...more });
}

describe("from when times count", () => {
  test("of a new task: from its creation, so that none is lost that comes before it is seen", () => {
    expect(plan("01:00:05").starts).toBe("2026-01-01T01:00:00Z");
    expect(plan("01:00:05", undefined, { created: "01:00:00" }).starts).toBeUndefined();
  });

  test("of one that was known without a schedule: from now", () => {
    expect(plan("01:00:05", { observedGeneration: 2 })).toMatchObject({
      handled: at("01:00:05"),
      next: at("02:00:00"),
    });
  });

  test("of one whose times were changed: from now", () => {
    const before = recorded("00:00:00", { expression: "30 * * * * Etc/UTC" });
    expect(plan("01:00:05", before).handled).toBe(at("01:00:05"));
  });

  test("of one that goes on again: from now", () => {
    expect(plan("01:00:05", recorded("00:00:00", { suspended: true })).starts).toBeUndefined();
  });

  test("of one that goes on as before: from what was handled", () => {
    expect(plan("01:00:05", recorded("00:00:00")).starts).toBe("2026-01-01T01:00:00Z");
    expect(plan("01:00:05", recorded("01:00:00")).starts).toBeUndefined();
  });

  test("a clock that was set back a little lets no time come twice; by more than ten minutes it counts anew", () => {
    expect(plan("00:55:00", recorded("01:00:00"))).toMatchObject({
      handled: at("01:00:00"),
      next: at("02:00:00"),
    });
    expect(plan("00:45:00", recorded("01:00:00"))).toMatchObject({
      handled: at("00:45:00"),
      next: at("01:00:00"),
    });
  });
});

test("suspended, by itself or with its task, it starts nothing and misses nothing", () => {
  const schedule = { ...HOURLY, suspend: true };
  expect(plan("05:00:00", recorded("00:00:00"), { schedule })).toMatchObject({
    isSuspended: true,
    handled: at("00:00:00"),
    missed: { count: 0 },
  });
  const held = task({ suspend: true }, recorded("00:00:00"));
  const { isSuspended, starts } = planSchedule(held, { schedule: HOURLY, read, now: at("05:00:00") });
  expect({ isSuspended, starts }).toEqual({ isSuspended: true, starts: undefined });
});

test("in a freeze nothing starts, and its end is looked for", () => {
  const frozen = plan("01:00:05", recorded("00:00:00"), { frozenUntil: at("01:30:00") });
  expect(frozen).toMatchObject({ time: at("01:00:00"), wakeAt: at("01:30:00") });
  expect(frozen.starts).toBeUndefined();
});

test("it is looked at again when the next time comes, or a deadline is over", () => {
  expect(plan("00:30:00", recorded("00:00:00")).wakeAt).toBe(at("01:00:00"));
  const schedule = { ...HOURLY, startingDeadlineSeconds: 60 };
  const busy = { ...recorded("00:00:00"), run: run() };
  expect(plan("01:00:05", busy, { schedule }).wakeAt).toBe(at("01:01:00") + 1);
  expect(plan("01:02:00", busy, { schedule })).toMatchObject({
    missed: { count: 1, latest: [{ reason: "Busy" }] },
    wakeAt: at("02:00:00"),
  });
});

test("what can't be read is told, and starts nothing", () => {
  const broken = plan("01:00:05", recorded("00:00:00"), { schedule: { cron: "0 0 30 2 *" } });
  expect(broken.problem).toMatch(/never comes/);
  expect(broken.starts).toBeUndefined();
});

test("how long a run may wait follows from its time, the spread and the deadline", () => {
  const schedule = { ...HOURLY, startingDeadlineSeconds: 60 };
  const planned = plan("01:00:05", recorded("00:00:00"), { schedule });
  const scheduled = run({ trigger: "Scheduled", scheduleTime: "2026-01-01T01:00:00Z" });
  expect(startByOf(planned, scheduled)).toBe(at("01:01:00"));
  expect(startByOf({ ...planned, spreadMs: 5_000 }, scheduled)).toBe(at("01:01:05"));
  expect(startByOf(planned, run({ trigger: "Rerun", scheduleTime: "2026-01-01T01:00:00Z" }))).toBeUndefined();
  expect(startByOf({ ...planned, deadlineMs: undefined }, scheduled)).toBeUndefined();
});
