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
      rule: "!has(self.successPolicy) || self.successPolicy.rules.all(r, !has(r.succeededCount) || r.succeededCount <= (has(self.completions) ? self.completions : 1))",
      message:
        "succeededCount is at most completions (1 if absent): lower succeededCount, or raise completions",
      fieldPath: ".successPolicy.rules",
      reason: "FieldValueInvalid",
    },
  ];
}
