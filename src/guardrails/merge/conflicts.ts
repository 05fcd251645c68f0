import type { Policy } from "../rule.ts";
import { orderQuantities } from "../quantity.ts";
import type { Compare } from "./bounds.ts";
import type { Bounds, Conflict, Decided, Merged } from "./merged.ts";

const clash = (what: string, min: Decided<unknown>, max: Decided<unknown>): Conflict => ({
  policies: [min.policy, max.policy],
  message: `${what}: policy ${min.policy} asks for at least ${String(min.value)}, and policy ${max.policy} allows at most ${String(max.value)}; the lower one holds until one of them is changed`,
});

/** A min above the max of another policy. */
export function contradiction<T>(field: string, { min, max }: Bounds<T>, compare: Compare<T>): Conflict[] {
  return min && max && compare(min.value, max.value) > 0 ? [clash(field, min, max)] : [];
}

/** A request that must be higher than the limit may be. */
export function requestsAboveLimits({ requests, limits }: Pick<Merged, "requests" | "limits">): Conflict[] {
  return Object.entries(requests).flatMap(([name, { min }]) => {
    const max = limits[name]?.max;
    if (!min || !max || orderQuantities(min.value, max.value) <= 0) return [];
    return [clash(`resources.requests.${name} against resources.limits.${name}`, min, max)];
  });
}

/** One key, injected with two values. */
export function injectConflicts(policies: readonly Policy[], rule: "labels" | "nodeSelector"): Conflict[] {
  const first = new Map<string, Decided<string>>();
  return policies.flatMap(({ name, rules }) =>
    Object.entries(rules[rule]?.inject ?? {}).flatMap(([key, value]): Conflict[] => {
      const other = first.get(key);
      if (!other) first.set(key, { value, policy: name });
      if (!other || other.value === value) return [];
      const message = `${rule}.inject.${key}: policy ${other.policy} injects ${other.value}, and policy ${name} injects ${value}; the first holds until one of them is changed`;
      return [{ policies: [other.policy, name], message }];
    }),
  );
}
