import { expect, it } from "vitest";
import { policySpecSchema } from "../../../../src/api/policy/policy.ts";

it("fills in mode, kinds and what follows", () => {
  expect(policySpecSchema.parse({ rules: { backoffLimit: { max: 3 } } })).toEqual({
    appliesTo: ["BatchTask"],
    mode: "Enforce",
    onJobClamp: "Warn",
    rules: { backoffLimit: { max: 3, onViolation: "Clamp" } },
  });
});
