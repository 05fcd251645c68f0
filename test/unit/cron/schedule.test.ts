import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { checkSchedule, readSchedule } from "../../../src/cron/schedule.ts";

const minute = (time: number | undefined): string => new Date(time ?? Number.NaN).toISOString().slice(0, 16);

function times(expression: string, zone: string, from: string, count: number): string {
  const schedule = readSchedule(expression, zone);
  let at: number | undefined = Date.parse(from);
  const found = Array.from({ length: count }, () => {
    at = schedule.next(at ?? Number.NaN);
    return minute(at);
  });
  return found.join(" ");
}

// As robfig/cron v3.0.1 has them, with `cron.ParseStandard`.
test.each([
  ["0 0 * * *", "Etc/UTC", "2026-01-31T00:00:00Z", "2026-02-01T00:00 2026-02-02T00:00"],
  ["0 0 31 * *", "Etc/UTC", "2026-01-31T00:00:00Z", "2026-03-31T00:00 2026-05-31T00:00"],
  ["0 0 29 2 *", "Etc/UTC", "2026-01-01T00:00:00Z", "2028-02-29T00:00 2032-02-29T00:00"],
  ["30 6 13 * fri", "Etc/UTC", "2026-02-01T00:00:00Z", "2026-02-06T06:30 2026-02-13T06:30 2026-02-20T06:30"],
  ["0 0 13 * ?", "Etc/UTC", "2026-02-01T00:00:00Z", "2026-02-13T00:00 2026-03-13T00:00"],
  ["0 0 */10 * 1", "Etc/UTC", "2026-04-01T12:00:00Z", "2026-04-06T00:00 2026-04-11T00:00 2026-04-13T00:00"],
  ["0 0 1-31 * 1", "Etc/UTC", "2026-04-01T12:00:00Z", "2026-04-02T00:00 2026-04-03T00:00"],
  ["0 18 * * mon-fri", "Europe/Berlin", "2026-07-03T15:00:00Z", "2026-07-03T16:00 2026-07-06T16:00"],
  ["@daily", "Asia/Kolkata", "2026-04-01T12:50:00Z", "2026-04-01T18:30 2026-04-02T18:30"],
  ["@monthly", "America/New_York", "2026-03-05T00:00:00Z", "2026-04-01T04:00 2026-05-01T04:00"],
  ["*/20 * * * *", "Asia/Kathmandu", "2026-04-01T00:00:00Z", "2026-04-01T00:15 2026-04-01T00:35"],
  ["5/25 12 * * *", "Etc/UTC", "2026-04-01T00:00:00Z", "2026-04-01T12:05 2026-04-01T12:30 2026-04-01T12:55"],
  ["0 0 1 1 *", "Pacific/Auckland", "2026-06-01T00:00:00Z", "2026-12-31T11:00 2027-12-31T11:00"],
  // With a * in minute or hour it goes on in real time over a change of the clock.
  ["*/30 * * * *", "America/New_York", "2026-03-08T06:30:00Z", "2026-03-08T07:00 2026-03-08T07:30"],
  [
    "0 * * * *",
    "America/New_York",
    "2026-11-01T04:30:00Z",
    "2026-11-01T05:00 2026-11-01T06:00 2026-11-01T07:00",
  ],
  ["0 */2 * * *", "America/New_York", "2026-03-08T04:00:00Z", "2026-03-08T05:00 2026-03-08T08:00"],
] as const)("%s in %s after %s", (expression, zone, from, expected) => {
  expect(times(expression, zone, from, expected.split(" ").length)).toBe(expected);
});

// The CronJob controller leaves out the first kind, and runs twice for the second.
test.each([
  {
    what: "a time left out comes at the first instant after",
    expression: "30 2 * * *",
    zone: "America/New_York",
    from: "2026-03-07T12:00:00Z",
    expected: "2026-03-08T07:00 2026-03-09T06:30 2026-03-10T06:30",
  },
  {
    what: "two of them come once",
    expression: "10,20 2 * * *",
    zone: "America/New_York",
    from: "2026-03-07T12:00:00Z",
    expected: "2026-03-08T07:00 2026-03-09T06:10 2026-03-09T06:20",
  },
  {
    what: "half an hour that is left out",
    expression: "15 2 * * *",
    zone: "Australia/Lord_Howe",
    from: "2026-10-03T00:00:00Z",
    expected: "2026-10-03T15:30 2026-10-04T15:15 2026-10-05T15:15",
  },
  {
    what: "a midnight that is left out",
    expression: "0 0 * * *",
    zone: "America/Santiago",
    from: "2026-09-05T12:00:00Z",
    expected: "2026-09-06T04:00 2026-09-07T03:00 2026-09-08T03:00",
  },
  {
    what: "a time that comes twice comes at its first",
    expression: "30 1 * * *",
    zone: "America/New_York",
    from: "2026-10-31T12:00:00Z",
    expected: "2026-11-01T05:30 2026-11-02T06:30 2026-11-03T06:30",
  },
  {
    what: "a range of hours, too",
    expression: "30 1-2 * * *",
    zone: "America/New_York",
    from: "2026-10-31T12:00:00Z",
    expected: "2026-11-01T05:30 2026-11-01T07:30 2026-11-02T06:30",
  },
  {
    what: "steps of a range, too",
    expression: "30 0-4/1 * * *",
    zone: "America/New_York",
    from: "2026-11-01T03:00:00Z",
    expected: "2026-11-01T04:30 2026-11-01T05:30 2026-11-01T07:30",
  },
])("$what: $expression in $zone", ({ expression, zone, from, expected }) => {
  expect(times(expression, zone, from, 3)).toBe(expected);
});

test("years of a zone with a law of its own", () => {
  expect(times("0 3 * * *", "Africa/Casablanca", "2026-02-14T00:00:00Z", 3)).toBe(
    "2026-02-14T02:00 2026-02-15T03:00 2026-02-16T03:00",
  );
});

test("a zone that is not named is UTC", () => {
  expect(minute(readSchedule("0 12 * * *").next(Date.parse("2026-01-01T00:00:00Z")))).toBe(
    "2026-01-01T12:00",
  );
});

const expressions = fc.constantFrom(
  "*/7 * * * *",
  "30 1,2 * * *",
  "0 0 29 2 *",
  "15 3 * * sun",
  "0 0 1 */3 fri",
);
const zones = fc.constantFrom("Etc/UTC", "America/New_York", "Australia/Lord_Howe", "America/Santiago");
const instants = fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2030, 0) });

test("the latest time is the one before the next, at any instant", () => {
  fc.assert(
    fc.property(expressions, zones, instants, (expression, zone, at) => {
      const schedule = readSchedule(expression, zone);
      const latest = schedule.latest(at);
      const next = schedule.next(at);
      if (latest === undefined || next === undefined) throw new Error("none in sight");
      expect(latest).toBeLessThanOrEqual(at);
      expect(next).toBeGreaterThan(at);
      expect(schedule.next(latest)).toBe(next);
      expect(schedule.latest(next)).toBe(next);
      expect(schedule.latest(next - 1)).toBe(latest);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ["0 0 * * *", undefined, undefined],
  ["0 0 30 2 *", undefined, "never comes"],
  ["@daily", "Nowhere/City", "no time zone that is known"],
])("%s in %s is refused by the check as it is by reading", (expression, zone, words) => {
  for (const use of [checkSchedule, readSchedule])
    if (words === undefined) expect(() => use(expression, zone)).not.toThrow();
    else expect(() => use(expression, zone)).toThrow(words);
});

test("a schedule that is kept is small, also after a look", async () => {
  setFlagsFromString("--expose-gc");
  const used = async (): Promise<number> => {
    // What was looked at in this turn stays for its rest.
    await sleep(1);
    runInNewContext("gc()");
    return process.memoryUsage().heapUsed;
  };
  const before = await used();
  const kept = Array.from({ length: 500 }, (_, at) => readSchedule(`${at % 60} ${at % 24} * * *`));
  const times = kept.map((schedule) => schedule.next(0));
  expect(((await used()) - before) / kept.length).toBeLessThan(10_000);
  expect(kept.map((schedule) => schedule.next(0))).toEqual(times);
});
