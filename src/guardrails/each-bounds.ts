import type { PolicyRules } from "../api/policy/rules.ts";
import { NUMBER_FIELDS } from "./merge/merged.ts";

type Resources = NonNullable<NonNullable<PolicyRules["resources"]>["limits"]>;

/** What a policy may say of one value: what is filled in, what bounds it, and what becomes of it beyond. */
type AnyBounds = NonNullable<PolicyRules["backoffLimit"]> | Resources[string];

/**
 * A policy's rules, with other bounds of numbers and quantities; all else stays. Pure.
 * @param change makes them of those that are there, and the name of their rule
 */
export function eachBounds(
  rules: PolicyRules,
  change: <B extends AnyBounds>(bounds: B, rule: string) => B,
): PolicyRules {
  const numbers = NUMBER_FIELDS.flatMap((field) => {
    const bounds = rules[field];
    return bounds ? [[field, change(bounds, field)] as const] : [];
  });
  const each = (bounds: Resources): Resources =>
    Object.fromEntries(Object.entries(bounds).map(([name, one]) => [name, change(one, "resources")]));
  const { requests, limits } = rules.resources ?? {};
  return {
    ...rules,
    ...Object.fromEntries(numbers),
    ...(rules.emptyDirs && { emptyDirs: { sizeLimit: change(rules.emptyDirs.sizeLimit, "emptyDirs") } }),
    ...(rules.resources && {
      resources: { ...(requests && { requests: each(requests) }), ...(limits && { limits: each(limits) }) },
    }),
  };
}
