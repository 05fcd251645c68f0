import { expect, test } from "vitest";
import { lintFreezes } from "../../../../src/cli/lint/freezes.ts";

const policy = (...freezes: object[]) => ({ spec: { rules: { freezes } } });
const daily = { schedule: "@daily", durationSeconds: 60 };
const never = { schedule: "0 0 30 2 *", durationSeconds: 60 };
const nowhere = { ...daily, timeZone: "Nowhere/City" };

test("freezes that the operator could not read are told with field, value and fix", () => {
  const found = lintFreezes(policy(daily, never, nowhere), []);
  expect(found.map(({ severity, rule, field }) => [severity, rule, field])).toEqual([
    ["error", "freeze", "spec.rules.freezes[1]"],
    ["error", "freeze", "spec.rules.freezes[2]"],
  ]);
  expect(found[0]?.message).toContain('spec.rules.freezes[1]: "0 0 30 2 *" never comes');
  expect(found[1]?.message).toContain('"Nowhere/City" is no time zone that is known');
});

test("what is told already is not told twice", () => {
  const field = "spec.rules.freezes[0].schedule";
  const told = { severity: "error", rule: "combination", field, message: "" } as const;
  expect(lintFreezes(policy(never), [told])).toEqual([]);
});

test.each([[{}], [{ spec: { rules: { freezes: "none" } } }], [{ spec: "none" }]])(
  "a policy without freezes, or of another form, has none: %j",
  (other) => {
    expect(lintFreezes(other, [])).toEqual([]);
  },
);
