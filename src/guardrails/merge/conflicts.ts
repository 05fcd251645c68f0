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
