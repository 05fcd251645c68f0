import { expect, test } from "vitest";
import { CronError } from "../../../src/cron/expression.ts";
import { readSchedules } from "../../../src/cron/union.ts";

const at = (text: string): number => Date.parse(`2026-${text}Z`);
const shown = (time: number | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString().slice(5, 16);

function times(expressions: readonly string[], zone: string, count: number): (string | undefined)[] {
  const schedule = readSchedules(expressions, zone);
  let time: number | undefined = at("06-01T00:00");
  return Array.from({ length: count }, () => {
    time = schedule.next(time ?? Number.NaN);
    return shown(time);
  });
}

test("the times of all in their order, and what several have once", () => {
  expect(times(["0 6 * * *", "0 6,18 * * *", "30 12 2 * *"], "Etc/UTC", 5)).toEqual([
    "06-01T06:00",
    "06-01T18:00",
    "06-02T06:00",
    "06-02T12:30",
    "06-02T18:00",
  ]);
});

test("in the zone", () => {
  expect(times(["0 6 * * *", "0 7 * * *"], "Europe/Berlin", 3)).toEqual([
    "06-01T04:00",
    "06-01T05:00",
    "06-02T04:00",
  ]);
});

test("the latest is the latest of all", () => {
  const schedule = readSchedules(["0 6 * * *", "0 18 * * *"]);
  expect(shown(schedule.latest(at("06-01T17:59")))).toBe("06-01T06:00");
  expect(shown(schedule.latest(at("06-01T18:00")))).toBe("06-01T18:00");
  expect(shown(schedule.latest(at("06-01T05:00")))).toBe("05-31T18:00");
});

test("of one that is written twice there is one", () => {
  expect(times(["0 6 * * *", "0 6 * * *"], "Etc/UTC", 2)).toEqual(["06-01T06:00", "06-02T06:00"]);
});

test("none never comes", () => {
  const schedule = readSchedules([]);
  expect([schedule.next(at("06-01T00:00")), schedule.latest(at("06-01T00:00"))]).toEqual([
    undefined,
    undefined,
  ]);
});

test("one that can't be read is refused", () => {
  expect(() => readSchedules(["0 6 * * *", "0 25 * * *"])).toThrow(CronError);
  expect(() => readSchedules(["0 6 * * *"], "Nowhere/City")).toThrow(CronError);
});
