import { expect, test } from "vitest";
import { nullSafe } from "../../../../src/guardrails/text/null-safe.ts";

test("a field that is null counts as absent", () => {
  expect(nullSafe("has(self.a.b) && !has(c.d)")).toBe(
    "(has(self.a.b) && dyn(self.a.b) != null) && !(has(c.d) && dyn(c.d) != null)",
  );
});

test("what a policy says is never null", () => {
  const cel = "has(variables.rules.images) && has(params.spec.mode)";
  expect(nullSafe(cel)).toBe(cel);
});
