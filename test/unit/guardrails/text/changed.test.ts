import { expect, test } from "vitest";
import { changed } from "../../../../src/guardrails/text/changed.ts";

const one = { field: "backoffLimit", applied: "5", policy: "p" };

test("what was asked for is said, and that nothing was", () => {
  expect(changed({ ...one, asked: "9" })).toBe("spec.backoffLimit is 9, and policy p applies 5");
  expect(changed(one)).toBe("policy p fills in 5 for spec.backoffLimit");
});
