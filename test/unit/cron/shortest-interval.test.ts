import * as fc from "fast-check";
import { expect, test } from "vitest";
import { CronError } from "../../../src/cron/expression.ts";
import { shortestInterval } from "../../../src/cron/shortest-interval.ts";
import { readSchedules } from "../../../src/cron/union.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

test.each([
  [["* * * * *"], MINUTE],
  [["*/7 * * * *"], 4 * MINUTE],
  [["@hourly"], HOUR],
  [["0 0 * * *"], DAY],
  [["59 23 * * 6", "0 0 * * sun"], MINUTE],
  [["0 9,17 * * mon-fri"], 8 * HOUR],
  [["0 0 * * 5"], 7 * DAY],
  [["0 0 1 * *"], 28 * DAY],
  [["0 0 31 * *"], 31 * DAY],
  [["0 0 1 1 *"], 365 * DAY],
  [["0 0 29 2 *"], 1461 * DAY],
  [["0 0 28 2 *", "0 0 1 3 *"], DAY],
  [["0 0 13 * fri"], DAY],
  [["0 0 */10 * 1"], DAY],
  [["0 0 * * *", "0 0 * * *"], DAY],
  [["0 0 * * *", "0 12 * * *"], 12 * HOUR],
  // 29 February is a Sunday in one year of 28.
  [["15 0 29 2 *", "0 0 * 2 sun"], 15 * MINUTE],
])("%j: %d ms", (expressions, ms) => {
  expect(shortestInterval(expressions)).toBe(ms);
});

test("no expression has no interval, and one that can't be read is refused", () => {
  expect(shortestInterval([])).toBeUndefined();
  expect(() => shortestInterval(["0 0 * * *", "61 * * * *"])).toThrow(CronError);
});

const expressions = fc.uniqueArray(
  fc
    .tuple(
      fc.constantFrom("0", "30", "5,50", "*/20"),
      fc.constantFrom("0", "23", "*/6", "8-17/3"),
      fc.constantFrom("*", "1", "*/9", "28-31"),
      fc.constantFrom("*", "2,3", "*/5"),
      fc.constantFrom("*", "sun", "1-5", "*/4"),
    )
    .map((fields) => fields.join(" ")),
  { minLength: 1, maxLength: 3 },
);

test("walked through four years, no two times are nearer, and two are as near", () => {
  fc.assert(
    fc.property(expressions, (some) => {
      const schedule = readSchedules(some);
      const end = Date.UTC(2028, 2, 2);
      let at = schedule.next(Date.UTC(2024, 0, 1) - 1);
      let nearest = Number.POSITIVE_INFINITY;
      for (let steps = 0; at !== undefined && at < end && steps < 400; steps += 1) {
        const next = schedule.next(at) ?? Number.POSITIVE_INFINITY;
        nearest = Math.min(nearest, next - at);
        at = next;
      }
      const shortest = shortestInterval(some) ?? Number.NaN;
      expect(nearest).toBeGreaterThanOrEqual(shortest);
      // Where all four years were walked, every kind of day was seen but for rare neighbours of three expressions.
      if (some.length === 1 && at !== undefined && at >= end) expect(nearest).toBe(shortest);
    }),
    { numRuns: 30 },
  );
});
