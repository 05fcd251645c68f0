import { expect, test } from "vitest";
import {
  around,
  panned,
  place,
  rangeFrom,
  rangeText,
  spanOf,
  spanText,
  zoomed,
} from "../../../../../src/ui/page/time/range.ts";

const NOW = Date.parse("2026-12-01T07:42:00Z");
const HOUR = 3_600_000;

test("a range about now shows a part of what comes", () => {
  const range = around(NOW, 24 * HOUR);
  expect(spanOf(range)).toBe(24 * HOUR);
  expect(range.to - NOW).toBe(4 * HOUR);
});

test("zoom keeps the point in its place, and stays within bounds", () => {
  const range = { from: 0, to: 100 * HOUR };
  const nearer = zoomed(range, 0.5, 0.25);
  expect(place(nearer, 1_000)(25 * HOUR)).toBeCloseTo(250);
  expect(spanOf(zoomed(range, 1e-9, 0.5))).toBe(120_000);
  expect(spanOf(zoomed(range, 1e9, 0.5))).toBe(62 * 24 * HOUR);
});

test("a move keeps the span", () => {
  expect(panned({ from: 0, to: 10 }, -0.5)).toEqual({ from: -5, to: 5 });
});

test("an address names a span or two times; what it can't be is nothing", () => {
  expect(rangeFrom("7d", NOW)).toEqual({ range: around(NOW, 168 * HOUR), span: "7d" });
  expect(rangeFrom(spanText(1.5 * HOUR), NOW)).toEqual({ range: around(NOW, 1.5 * HOUR), span: "5400s" });
  expect(spanText(168 * HOUR)).toBe("7d");
  const fixed = { from: NOW, to: NOW + HOUR };
  expect(rangeFrom(rangeText(fixed), NOW)).toEqual({ range: fixed });
  for (const text of [
    undefined,
    "",
    "9y",
    "1s",
    "99999999s",
    "a,b",
    "2026-12-01T00:00:00Z,2026-11-01T00:00:00Z",
    "1970,2026",
  ])
    expect(rangeFrom(text, NOW), text).toBeUndefined();
});
