import { expect, test } from "vitest";
import type { Freeze } from "../../../../src/api/policy/freezes.ts";
import { freezeWindows } from "../../../../src/guardrails/freezes/read.ts";
import { freezeState, nextFreeze } from "../../../../src/guardrails/freezes/state.ts";

const windows = (...freezes: Freeze[]) => freezeWindows(freezes.map((value) => ({ value, policy: "p" })));
const at = (time: string): number => Date.parse(`2026-01-01T${time}Z`);
const stateAt = (time: string, ...freezes: Freeze[]) => freezeState(windows(...freezes), at(time));
const noon = { schedule: "0 12 * * *", durationSeconds: 3600, reason: "lunch" };

test("without freezes nothing changes", () => {
  expect(stateAt("12:00:00")).toEqual({ changesAt: undefined });
});

test("a freeze is on from its first instant to before its last", () => {
  expect(stateAt("11:59:59", noon)).toEqual({ changesAt: at("12:00:00") });
  const frozen = { policy: "p", reason: "lunch", until: at("13:00:00"), isAtLeast: false };
  expect(stateAt("12:00:00", noon)).toEqual({ frozen, changesAt: at("13:00:00") });
  expect(stateAt("12:59:59", noon)).toEqual({ frozen, changesAt: at("13:00:00") });
  expect(stateAt("13:00:00", noon)).toEqual({ changesAt: at("12:00:00") + 86_400_000 });
});

test.each<[string, Freeze, string]>([
  ["overlap", { schedule: "30 12 * * *", durationSeconds: 7200 }, "14:30:00"],
  ["adjoin", { schedule: "0 13 * * *", durationSeconds: 60 }, "13:01:00"],
  ["lie within", { schedule: "10 12 * * *", durationSeconds: 60 }, "13:00:00"],
  ["come after a gap", { schedule: "1 13 * * *", durationSeconds: 60 }, "13:00:00"],
  ["follow themselves", { schedule: "0/20 13 * * *", durationSeconds: 1200 }, "14:00:00"],
])("freezes that %s hold to the end of the union", (_, other, until) => {
  expect(stateAt("12:05:00", noon, other).frozen?.until).toBe(at(until));
});

test("that which lasts longest names itself", () => {
  const long = { schedule: "0 11 * * *", durationSeconds: 86_400, reason: "long" };
  expect(stateAt("12:05:00", noon, long).frozen).toMatchObject({ reason: "long" });
});

test("freezes without an end are on at least until a time, and looked at again then", () => {
  const { frozen, changesAt } = stateAt("12:00:00", { schedule: "* * * * *", durationSeconds: 60 });
  expect(frozen?.isAtLeast).toBe(true);
  expect(changesAt).toBe(frozen?.until);
  expect(frozen?.until).toBeGreaterThan(at("18:00:00"));
});

test("a freeze lasts in real time over a change of the clock", () => {
  const night = { schedule: "0 1 8 3 *", timeZone: "America/New_York", durationSeconds: 7200 };
  const { frozen } = freezeState(windows(night), Date.parse("2026-03-08T06:30:00Z"));
  expect(frozen?.until).toBe(Date.parse("2026-03-08T08:00:00Z"));
});

test("the next of several", () => {
  const all = windows(noon, { schedule: "0 9 * * *", durationSeconds: 60 });
  expect(nextFreeze(all, at("08:00:00"))).toBe(at("09:00:00"));
  expect(nextFreeze(all, at("09:00:00"))).toBe(at("12:00:00"));
  expect(nextFreeze([], 0)).toBeUndefined();
});
