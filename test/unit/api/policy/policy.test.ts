import { expect, it } from "vitest";
import { policySpecSchema } from "../../../../src/api/policy/policy.ts";

it("fills in mode and onViolation", () => {
  expect(policySpecSchema.parse({ rules: { backoffLimit: { max: 3 } } })).toEqual({
    mode: "Enforce",
    rules: { backoffLimit: { max: 3, onViolation: "Clamp" } },
  });
});
