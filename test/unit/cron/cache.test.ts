import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createScheduleCache } from "../../../src/cron/cache.ts";
import { CronError } from "../../../src/cron/expression.ts";
import { readSchedules } from "../../../src/cron/union.ts";

const NOW = Date.UTC(2026, 5, 1, 3, 7);

test("the same expressions in the same zone are one schedule", () => {
  const cache = createScheduleCache();
  const read = cache.read(["0 6 * * *"], "Europe/Berlin");
  expect(cache.read(["0 6 * * *"], "Europe/Berlin")).toBe(read);
  expect(cache.read(["0 6 * * *"], "Europe/Paris")).not.toBe(read);
  expect(cache.read(["0 6 * * *"])).not.toBe(read);
  expect(cache.read(["0 6 * * *", "0 7 * * *"], "Europe/Berlin")).not.toBe(read);
});

test("the one that was not asked for for longest goes first", () => {
  const cache = createScheduleCache(2);
  const [first, second] = [cache.read(["1 * * * *"]), cache.read(["2 * * * *"])];
  expect(cache.read(["1 * * * *"])).toBe(first);
  cache.read(["3 * * * *"]);
  expect(cache.read(["1 * * * *"])).toBe(first);
  expect(cache.read(["2 * * * *"])).not.toBe(second);
});

test("what can't be read is refused each time", () => {
  const cache = createScheduleCache();
  for (const _ of [1, 2]) {
    expect(() => cache.read(["0 25 * * *"])).toThrow(CronError);
    expect(() => cache.read(["0 6 * * *"], "Nowhere/City")).toThrow(CronError);
  }
});

const expressions = fc.constantFrom("*/7 * * * *", "30 1,2 * * *", "0 0 29 2 *", "15 3 * * sun");
const zones = fc.constantFrom("Etc/UTC", "America/New_York", "Australia/Lord_Howe");
/** Near each other, and in no order. */
const instants = fc.array(fc.integer({ min: NOW, max: NOW + 30 * 60_000 }), { minLength: 1, maxLength: 20 });

test("what it remembers is what a look would say, whatever was asked before", () => {
  fc.assert(
    fc.property(expressions, zones, instants, (expression, zone, times) => {
      const kept = createScheduleCache().read([expression], zone);
      const fresh = readSchedules([expression], zone);
      for (const time of times) {
        expect(kept.next(time)).toBe(fresh.next(time));
        expect(kept.latest(time)).toBe(fresh.latest(time));
      }
      const next = fresh.next(NOW) ?? Number.NaN;
      for (const time of [next - 1, next, next + 1, next - 1]) {
        expect(kept.next(time)).toBe(fresh.next(time));
        expect(kept.latest(time)).toBe(fresh.latest(time));
      }
    }),
    { numRuns: 50 },
  );
});

test("a look costs next to nothing with a schedule for each minute of the day", () => {
  const cache = createScheduleCache();
  const all = Array.from({ length: 1440 }, (_, at) => `${at % 60} ${Math.floor(at / 60)} * * *`);
  const ask = (): void => {
    for (const expression of all) cache.read([expression], "Europe/Berlin").next(NOW);
  };
  ask();
  const began = performance.now();
  ask();
  // Milliseconds: a hundred times what it takes, and less than it would take to read them again.
  expect((performance.now() - began) / all.length).toBeLessThan(0.2);
});
