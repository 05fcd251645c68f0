import { expect, test } from "vitest";
import { type AskedSchedule, cronsOf } from "../../../src/api/schedule.ts";
import { createScheduleCache } from "../../../src/cron/cache.ts";
import { CronError } from "../../../src/cron/expression.ts";
import { expressionOf, readTimes } from "../../../src/schedule/times.ts";

const { read } = createScheduleCache();
const at = (time: string): number => Date.parse(`2026-01-${time}Z`);
const told = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString().slice(8, 16);

test("one expression or several, with the zone, tell what the times follow from", () => {
  expect(cronsOf({})).toEqual([]);
  expect(expressionOf({ cron: "0 2 * * *" })).toBe("0 2 * * * Etc/UTC");
  expect(expressionOf({ crons: ["@daily", "0 14 * * *"], timeZone: "Europe/Berlin" })).toBe(
    "@daily, 0 14 * * * Europe/Berlin",
  );
});

test("times lie within notBefore and notAfter, both included", () => {
  const schedule: AskedSchedule = {
    cron: "0 * * * *",
    notBefore: "2026-01-01T04:00:00Z",
    notAfter: "2026-01-01T06:00:00Z",
  };
  const times = readTimes(schedule, read);
  expect(told(times.next(at("01T00:00:00")))).toBe("01T04:00");
  expect(told(times.next(at("01T04:00:00")))).toBe("01T05:00");
  expect(times.next(at("01T06:00:00"))).toBeUndefined();
  expect(told(times.latest(at("03T00:00:00")))).toBe("01T06:00");
  expect(times.latest(at("01T03:59:00"))).toBeUndefined();
});

test("a bound between two times takes neither in", () => {
  const schedule: AskedSchedule = {
    cron: "0 * * * *",
    notBefore: "2026-01-01T04:30:00Z",
    notAfter: "2026-01-01T04:40:00Z",
  };
  const times = readTimes(schedule, read);
  expect(times.next(at("01T00:00:00"))).toBeUndefined();
  expect(times.latest(at("02T00:00:00"))).toBeUndefined();
});

test("what can't be read is an error of its own", () => {
  expect(() => readTimes({ cron: "0 0 30 2 *" }, read)).toThrow(CronError);
  expect(() => readTimes({ cron: "@daily", timeZone: "Mars/Phobos" }, read)).toThrow(CronError);
});
