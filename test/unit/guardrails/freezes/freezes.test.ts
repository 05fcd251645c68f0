import { expect, test } from "vitest";
import { createFreezes } from "../../../../src/guardrails/freezes/freezes.ts";

const at = (time: string): number => Date.parse(`2026-01-01T${time}Z`);
const freezes = [{ value: { schedule: "0 12 * * *", durationSeconds: 3600 }, policy: "p" }];

test("a state is kept for as long as it lasts, and found anew after it and where the clock is set back", () => {
  const known = createFreezes();
  const merged = { freezes };
  const on = known.at(merged, at("12:10:00"));
  expect(on.frozen?.until).toBe(at("13:00:00"));
  expect(known.at(merged, at("12:59:59"))).toBe(on);
  expect(known.at(merged, at("13:00:00")).frozen).toBeUndefined();
  expect(known.at(merged, at("12:10:00")).frozen?.until).toBe(at("13:00:00"));
  expect(known.at(merged, at("11:00:00")).frozen).toBeUndefined();
  expect(known.at(merged, at("12:00:00")).frozen?.until).toBe(at("13:00:00"));
});

test("what other policies ask for is another state", () => {
  const known = createFreezes();
  expect(known.at({ freezes }, at("12:10:00")).frozen).toBeDefined();
  expect(known.at({ freezes: [] }, at("12:10:00"))).toEqual({ changesAt: undefined });
  expect(known.at({ freezes: [...freezes] }, at("12:10:00")).frozen).toBeDefined();
});
