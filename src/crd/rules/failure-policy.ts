import type { ValidationRule } from "../schema/node.ts";

/** Rules of validatePodFailurePolicy and validatePodReplacementPolicy that need more than the policy itself. */
export function failurePolicyRules(): ValidationRule[] {
  return [
    {
      rule: "!has(self.podFailurePolicy) || !has(self.template.spec.restartPolicy) || self.template.spec.restartPolicy != 'OnFailure'",
      message:
        "podFailurePolicy needs restartPolicy Never, and it is OnFailure: set spec.template.spec.restartPolicy to Never, or remove podFailurePolicy",
      fieldPath: ".podFailurePolicy",
      reason: "FieldValueForbidden",
    },
    {
      rule: "!has(self.podFailurePolicy) || !has(self.podReplacementPolicy) || self.podReplacementPolicy == 'Failed'",
      message:
        "with podFailurePolicy the only podReplacementPolicy is Failed: set it to Failed, or remove podReplacementPolicy",
      fieldPath: ".podReplacementPolicy",
      reason: "FieldValueInvalid",
    },
    {
      rule: "!has(self.podFailurePolicy) || has(self.backoffLimitPerIndex) || !has(self.podFailurePolicy.rules) || self.podFailurePolicy.rules.all(r, r.action != 'FailIndex')",
      message: "action FailIndex needs backoffLimitPerIndex: set it, or choose another action",
      fieldPath: ".podFailurePolicy.rules",
      reason: "FieldValueInvalid",
    },
  ];
}

/** Rules on one item of podFailurePolicy.rules (validatePodFailurePolicyRule). */
export function failurePolicyItemRules(): ValidationRule[] {
  const codes = "has(self.onExitCodes)";
  const conditions = "(has(self.onPodConditions) && size(self.onPodConditions) > 0)";
  return [
    {
      rule: `${codes} != ${conditions}`,
      messageExpression: `(${codes} ? 'a rule has onExitCodes or onPodConditions, not both: remove one' : 'a rule needs onExitCodes or onPodConditions: add one')`,
      message: "a rule has either onExitCodes or onPodConditions",
      reason: "FieldValueInvalid",
    },
  ];
}

/** Rules on onExitCodes (validatePodFailurePolicyRuleOnExitCodes). */
export function exitCodeRules(): ValidationRule[] {
  return [
    {
      rule: "self.operator != 'In' || !(0 in self.values)",
      message: "exit code 0 is success and can't be in values of operator In: remove 0",
      fieldPath: ".values",
      reason: "FieldValueInvalid",
    },
    {
      rule: "self.values.isSorted()",
      message: "values must be in ascending order: sort them",
      fieldPath: ".values",
      reason: "FieldValueInvalid",
    },
  ];
}
