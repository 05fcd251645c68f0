import { expect, test } from "vitest";
import type { BatchTask } from "../../../../src/api/batchtask.ts";
import { readSchedules } from "../../../../src/cron/union.ts";
import { schedulesOf } from "../../../../src/ui/model/hours.ts";
import { createTicks } from "../../../../src/ui/model/ticks.ts";
import { schedule, task } from "../../support/task.ts";

const now = Date.parse("2026-01-01T10:20:30Z");
const ticks = createTicks({ read: readSchedules, spreadOf: () => 0 });
const day = { ticks, now, zone: "Etc/UTC" };

function named(name: string, fields: Partial<BatchTask["spec"]>, status?: BatchTask["status"]): BatchTask {
  const one = task(fields, status);
  return { ...one, metadata: { ...one.metadata, name, uid: name } };
}
const runs = (fields: Parameters<typeof schedule>[0] = {}) => ({ schedule: schedule(fields) });

test("each start of the next day is in its hour, and none that is past", () => {
  const often = named("often", { runs: runs({ cron: "0,30 * * * *" }) });
  const { hours } = schedulesOf([often, named("once", {})], day);
  expect(hours).toHaveLength(25);
  expect(hours[0]).toEqual({
    from: "2026-01-01T10:00:00Z",
    starts: [{ uid: "often", times: ["2026-01-01T10:30:00Z"] }],
    tasks: 1,
    count: 1,
  });
  expect(hours[1]).toMatchObject({ from: "2026-01-01T11:00:00Z", count: 2 });
  expect(hours.at(-1)).toMatchObject({ from: "2026-01-02T10:00:00Z", count: 1 });
  expect(hours.reduce((sum, { count }) => sum + count, 0)).toBe(48);
});

test("what starts each night is there in the hour after it, too, and on a full hour there are 24", () => {
  const nightly = named("nightly", { runs: runs({ cron: "0 10 * * *" }) });
  const { hours } = schedulesOf([nightly], day);
  expect(hours.map(({ count }) => count)).toEqual([...Array.from({ length: 24 }, () => 0), 1]);
  expect(schedulesOf([nightly], { ...day, now: Date.parse("2026-01-01T10:00:00Z") }).hours).toHaveLength(24);
});

test("hours are those of the reader's zone, which may be half an hour beside those of UTC", () => {
  const { hours } = schedulesOf([], { ...day, zone: "Asia/Kolkata" });
  expect(hours.slice(0, 2).map(({ from }) => from)).toEqual(["2026-01-01T09:30:00Z", "2026-01-01T10:30:00Z"]);
  expect(() => schedulesOf([], { ...day, zone: "Mars/Olympus" })).toThrow(RangeError);
});

test("schedules that start nothing are told with the reason, and missed times, too", () => {
  const condition = {
    type: "Ready",
    status: "False" as const,
    reason: "InvalidSchedule",
    message: "can't be read",
  };
  const conditions = [{ ...condition, lastTransitionTime: "2026-01-01T00:00:00Z", observedGeneration: 2 }];
  const missed = [{ scheduleTime: "2026-01-01T09:00:00Z", reason: "Busy" as const }];
  const at = { expression: "@hourly Etc/UTC", handledTime: "2026-01-01T09:00:00Z" };
  const { hours, misses, skipped } = schedulesOf(
    [
      named("off", { suspend: true, runs: runs() }),
      named("held", { runs: runs({ suspend: true }) }),
      named("wrong", { runs: runs() }, { observedGeneration: 2, conditions }),
      named("late", { runs: runs() }, { observedGeneration: 2, schedule: { ...at, missed } }),
    ],
    day,
  );
  expect(skipped.map(({ name, message }) => [name, message])).toEqual([
    ["off", "it is suspended, and its schedule with it"],
    ["held", "its schedule is suspended"],
    ["wrong", "can't be read"],
  ]);
  expect(misses).toEqual([
    {
      uid: "late",
      namespace: "team",
      name: "late",
      message: "2026-01-01T09:00:00Z was missed: a run went on",
    },
  ]);
  expect(hours[1]?.starts.map(({ uid }) => uid)).toEqual(["late"]);
});

test("of an hour in which very many start, all are counted and some named", () => {
  const many = Array.from({ length: 300 }, (_, at) => named(`task-${at}`, { runs: runs() }));
  const { hours } = schedulesOf(many, day);
  expect([hours[1]?.count, hours[1]?.tasks, hours[1]?.starts.length]).toEqual([300, 300, 200]);
});

test("of very many notes the latest are told, and how many there are", () => {
  const missed = (time: string) => ({
    observedGeneration: 2,
    schedule: {
      expression: "@hourly Etc/UTC",
      handledTime: "2026-01-01T09:00:00Z",
      missed: [{ scheduleTime: time, reason: "Busy" as const }],
    },
  });
  const many = Array.from({ length: 250 }, (_, at) =>
    named(
      `task-${at}`,
      { runs: runs() },
      missed(at === 249 ? "2026-01-01T09:00:00Z" : "2025-12-31T09:00:00Z"),
    ),
  );
  const { misses, missCount, skippedCount } = schedulesOf(many, day);
  expect([misses.length, missCount, skippedCount, misses[0]?.name]).toEqual([200, 250, 0, "task-249"]);
});
