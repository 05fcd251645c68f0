import { expect, test } from "vitest";
import { offsetAt, shortText, zonedText } from "../../../../src/cli/schedule/zoned.ts";

test.each([
  ["2026-12-01T01:00:00Z", "Europe/Berlin", "2026-12-01 02:00 +01:00"],
  ["2026-12-01T01:00:09Z", "Asia/Kolkata", "2026-12-01 06:30:09 +05:30"],
  ["2026-12-01T01:00:00Z", "Etc/UTC", "2026-12-01 01:00 UTC"],
  ["2026-12-01T01:00:00Z", "America/New_York", "2026-11-30 20:00 -05:00"],
])("%s in %s", (at, timeZone, text) => {
  expect(zonedText(at, timeZone)).toBe(text);
});

test.each([
  ["today", "2026-11-24T22:45:00Z", "23:45"],
  ["tomorrow, by the zone's day", "2026-11-24T23:30:00Z", "Wed 00:30"],
  ["within six days", "2026-11-30T01:00:00Z", "Mon 02:00"],
  ["in a week", "2026-12-01T01:00:00Z", "1 Dec"],
  ["next year", "2027-01-01T01:00:00Z", "1 Jan 2027"],
  ["yesterday", "2026-11-23T01:00:00Z", "23 Nov"],
])("in a column: %s", (_, at, text) => {
  expect(shortText(at, "2026-11-24T22:38:09Z", "Europe/Berlin")).toBe(text);
});

test("an offset is the zone's, on either side of a change", () => {
  const change = Date.parse("2026-03-29T01:00:00Z");
  expect(offsetAt(change - 1, "Europe/Berlin")).toBe(3_600_000);
  expect(offsetAt(change, "Europe/Berlin")).toBe(7_200_000);
  expect(offsetAt(change, "America/St_Johns")).toBe(-9_000_000);
});
