import type { ValidationRule } from "../schema/node.ts";

/** Rules on one item of successPolicy.rules (validateSuccessPolicyRule). */
export function successPolicyItemRules(): ValidationRule[] {
  return [
    {
      rule: "has(self.succeededCount) || has(self.succeededIndexes)",
      message: "a rule needs succeededCount or succeededIndexes: add one",
      reason: "FieldValueRequired",
    },
  ];
}

/** Rules of validateSuccessPolicyRule that need completions. */
export function successPolicyRules(): ValidationRule[] {
  return [
    {
      rule: "!has(self.successPolicy) || !has(self.completions) || self.successPolicy.rules.all(r, !has(r.succeededCount) || r.succeededCount <= self.completions)",
      message: "succeededCount is at most completions: lower succeededCount, or raise completions",
      fieldPath: ".successPolicy.rules",
      reason: "FieldValueInvalid",
    },
  ];
}
