import { OPERATOR_FIELDS } from "../../api/job.ts";
import type { ValidationRule } from "../schema/node.ts";

/** Fields of a Job that the operator owns: asking for one is refused by its name. */
export function operatorFieldRules(): ValidationRule[] {
  return OPERATOR_FIELDS.map((field) => ({
    rule: `!has(self.${field})`,
    message: `the operator owns ${field} and sets it on each run's Job: remove the field`,
    fieldPath: `.${field}`,
    reason: "FieldValueForbidden",
  }));
}
