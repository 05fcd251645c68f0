import type { ValidationRule } from "../schema/node.ts";

/**
 * Rules on spec.template.spec. A Job refuses Always and an absent value, which it reads as Always
 * (validateJobSpec in pkg/apis/batch/validation/validation.go).
 */
export function podRules(): ValidationRule[] {
  return [
    {
      rule: "has(self.restartPolicy)",
      message:
        "restartPolicy is missing, which means Always, and a task must be able to end: set it to Never (a failed pod is replaced) or OnFailure (its containers are restarted in place)",
      fieldPath: ".restartPolicy",
      reason: "FieldValueRequired",
    },
    {
      rule: "!has(self.restartPolicy) || self.restartPolicy in ['Never', 'OnFailure']",
      messageExpression:
        "'restartPolicy is ' + (self.restartPolicy == '' ? 'empty' : self.restartPolicy) + ', allowed are Never and OnFailure, because a task must be able to end: set it to Never (a failed pod is replaced) or OnFailure (its containers are restarted in place)'",
      message: "allowed are Never and OnFailure, because a task must be able to end",
      fieldPath: ".restartPolicy",
      reason: "FieldValueInvalid",
    },
  ];
}
