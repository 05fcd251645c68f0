import type { PolicyRules } from "../../api/policy/rules.ts";
import { NUMBER_FIELDS } from "../merge/merged.ts";
import type { Policy } from "../rule.ts";
import { isExempt } from "./exempt.ts";

type Resources = NonNullable<NonNullable<PolicyRules["resources"]>["limits"]>;

/** A policy whose rules bound nothing that is exempt from them; what they fill in or inject stays. Pure. */
export function unbound(policy: Policy): Policy {
  if (!policy.granted?.length) return policy;
  const { rules } = policy;
  const numbers = NUMBER_FIELDS.flatMap((field) => {
    const bounds = rules[field];
    return bounds && isExempt(policy, field) ? [[field, filling(bounds)] as const] : [];
  });
  const { requests, limits } = rules.resources ?? {};
  return {
    ...policy,
    rules: {
      ...rules,
      ...Object.fromEntries(numbers),
      ...(isExempt(policy, "resources") && {
        resources: { ...(requests && { requests: each(requests) }), ...(limits && { limits: each(limits) }) },
      }),
      ...(rules.emptyDirs &&
        isExempt(policy, "emptyDirs") && { emptyDirs: { sizeLimit: filling(rules.emptyDirs.sizeLimit) } }),
    },
  };
}

/** What bounds fill in, without what they bound. */
function filling<T>(bounds: { default?: T | undefined }): { default?: T } {
  return bounds.default === undefined ? {} : { default: bounds.default };
}

function each(bounds: Resources): Resources {
  return Object.fromEntries(Object.entries(bounds).map(([name, one]) => [name, filling(one)]));
}
