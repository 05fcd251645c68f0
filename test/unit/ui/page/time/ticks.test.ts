import { expect, test } from "vitest";
import { daysOf, ticksOf } from "../../../../../src/ui/page/time/ticks.ts";

const day = (date: number, hour = 0) => new Date(2026, 10, date, hour).getTime();

test("marks stand at round times, a day's beginning with its date", () => {
  const ticks = ticksOf({ from: day(30, 20), to: day(31, 8) }, 900);
  expect(ticks.find(({ major }) => major)).toEqual({ time: day(31), label: "Tue 1 Dec", major: true });
  expect(ticks.some(({ label }) => label === "06:00")).toBe(true);
});

test("no label stands upon the date before it", () => {
  const width = 1_000;
  const range = { from: day(20), to: day(27) };
  const labelled = ticksOf(range, width).filter(({ label }) => label !== "");
  const places = labelled.map(({ time, major }) => ({
    at: ((time - range.from) / (range.to - range.from)) * width,
    major,
  }));
  for (const [index, { at }] of places.entries()) {
    const before = places[index - 1];
    if (before?.major) expect(at - before.at).toBeGreaterThan(90);
  }
  expect(labelled.filter(({ major }) => major).length).toBeGreaterThanOrEqual(7);
});

test("days begin at midnight", () => {
  expect(daysOf({ from: day(3, 5), to: day(5, 5) })).toEqual([day(4), day(5)]);
});
