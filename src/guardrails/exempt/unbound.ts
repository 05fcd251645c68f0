import { eachBounds } from "../each-bounds.ts";
import type { Policy } from "../rule.ts";
import { isExempt } from "./exempt.ts";

/** A policy whose rules bound nothing that is exempt from them; what they fill in or inject stays. Pure. */
export function unbound(policy: Policy): Policy {
  if (!policy.granted?.length) return policy;
  const rules = eachBounds(policy.rules, (bounds, rule) =>
    isExempt(policy, rule) ? { ...bounds, min: undefined, max: undefined } : bounds,
  );
  return { ...policy, rules };
}
