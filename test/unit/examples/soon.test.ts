import { expect, test } from "vitest";
import { readSchedule } from "../../../src/cron/schedule.ts";
import { readTimes } from "../../../src/schedule/times.ts";
import { atNextMinute } from "../../examples/soon.ts";

test.each([
  ["2026-01-01T00:00:00.000Z", "2026-01-01T00:01:00.000Z"],
  ["2026-01-01T00:00:54.000Z", "2026-01-01T00:01:00.000Z"],
  ["2026-01-01T00:00:56.000Z", "2026-01-01T00:02:00.000Z"],
])("a task that is applied at %s runs at %s, and never again", (applied, at) => {
  const now = Date.parse(applied);
  const schedule = atNextMinute(now).runs?.schedule;
  const times = readTimes(schedule ?? {}, ([cron = ""], zone) => readSchedule(cron, zone));
  const first = times.next(now);
  expect(first).toBe(Date.parse(at));
  expect(times.next(first ?? 0)).toBeUndefined();
});
