import { expect, test } from "vitest";
import { isTimeZoneName, timeZoneNames } from "../../../src/cron/time-zone-names.ts";

test("each name is once there and is one", () => {
  const names = timeZoneNames();
  expect(names.length).toBeGreaterThan(590);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !isTimeZoneName(name))).toEqual([]);
});

test("what ICU lists itself is among them", () => {
  expect(Intl.supportedValuesOf("timeZone").filter((name) => !timeZoneNames().includes(name))).toEqual([]);
});

// ICU has its own zones for all of them: BST is Dhaka's.
test.each([
  "ACT",
  "AST",
  "BST",
  "CST",
  "ECT",
  "IST",
  "JST",
  "PST",
  "SystemV/EST5EDT",
  "PRC8",
  "eTC/utc",
  "+02:00",
  "",
])("%s is none", (name) => {
  expect(isTimeZoneName(name)).toBe(false);
});
