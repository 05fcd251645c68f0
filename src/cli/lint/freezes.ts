import { freezesSchema } from "../../api/policy/freezes.ts";
import { unreadableFreezes } from "../../guardrails/freezes/read.ts";
import { isRecord } from "../../kube/json.ts";
import type { Remark } from "./finding.ts";

/**
 * Freezes of a policy that nobody can read, which the API server takes all the same. Pure.
 * @param told what is said of the policy already: one fault of a freeze is enough
 */
export function lintFreezes(policy: Readonly<Record<string, unknown>>, told: readonly Remark[]): Remark[] {
  const { spec } = policy;
  const rules = isRecord(spec) ? spec["rules"] : undefined;
  const { data: freezes } = freezesSchema.safeParse(isRecord(rules) ? rules["freezes"] : undefined);
  return unreadableFreezes(freezes)
    .filter(({ field }) => !told.some((remark) => remark.field.startsWith(field)))
    .map(({ field, message }) => ({
      severity: "error",
      rule: "freeze",
      field,
      message: `${field}: ${message}; the operator would say so in the policy's status, and it would hold nothing up`,
    }));
}
