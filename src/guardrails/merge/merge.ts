import type { Policy } from "../rule.ts";
import type { PolicyRules } from "../../api/policy/rules.ts";
import { orderQuantities } from "../quantity.ts";
import { type Compare, over, type Source, tightest } from "./bounds.ts";
import { contradiction, injectConflicts, requestsAboveLimits } from "./conflicts.ts";
import {
  type Bounds,
  type Conflict,
  type Decided,
  type Merged,
  NUMBER_FIELDS,
  type Quantity,
} from "./merged.ts";

const numbers: Compare<number> = (a, b) => a - b;

/**
 * What several policies ask for together, over the baseline. The tightest bound wins, whatever the
 * order: a second policy can only tighten. Pure.
 */
export function merge(unordered: readonly Policy[], baseline: Policy): Merged {
  const policies = unordered.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const conflicts: Conflict[] = [];
  const combine = <T>(
    field: string,
    pick: (rules: PolicyRules) => Source<T>["bounds"] | undefined,
    compare: Compare<T>,
  ): Bounds<T> => {
    const given = tightest(sources(policies, pick), compare);
    conflicts.push(...contradiction(field, given, compare));
    return over(given, tightest(sources([baseline], pick), compare), compare);
  };
  const resources = (kind: "requests" | "limits") => {
    const names = [baseline, ...policies].flatMap(({ rules }) => Object.keys(rules.resources?.[kind] ?? {}));
    return Object.fromEntries(
      [...new Set(names)].map((name) => [
        name,
        combine<Quantity>(
          `resources.${kind}.${name}`,
          (rules) => rules.resources?.[kind]?.[name],
          orderQuantities,
        ),
      ]),
    );
  };
  const merged = {
    numbers: Object.fromEntries(
      NUMBER_FIELDS.map((field) => [field, combine(field, (rules) => rules[field], numbers)]),
    ),
    requests: resources("requests"),
    limits: resources("limits"),
    emptyDirs: combine<Quantity>(
      "emptyDirs.sizeLimit",
      (rules) => rules.emptyDirs?.sizeLimit,
      orderQuantities,
    ),
    labels: injected(policies, "labels"),
    nodeSelector: injected(policies, "nodeSelector"),
    ignoreDisruptions: policies.find(({ rules }) => rules.ignoreDisruptions)?.name,
    maxActive: fewest(policies),
    maxActivePerLabel: each(policies, ({ maxActivePerLabel }) => maxActivePerLabel),
    freezes: each(policies, ({ freezes }) => freezes),
  };
  conflicts.push(
    ...requestsAboveLimits(merged),
    ...injectConflicts(policies, "labels"),
    ...injectConflicts(policies, "nodeSelector"),
  );
  return { ...merged, conflicts };
}

function each<T>(
  policies: readonly Policy[],
  pick: (rules: PolicyRules) => readonly T[] | undefined,
): Decided<T>[] {
  return policies.flatMap(({ name: policy, rules }) =>
    (pick(rules) ?? []).map((value) => ({ value, policy })),
  );
}

function sources<T>(
  policies: readonly Policy[],
  pick: (rules: PolicyRules) => Source<T>["bounds"] | undefined,
): Source<T>[] {
  return policies.flatMap(({ name, rules }) => {
    const bounds = pick(rules);
    return bounds ? [{ policy: name, bounds }] : [];
  });
}

/** Of two policies that inject under one key the first by name decides. */
function injected(
  policies: readonly Policy[],
  rule: "labels" | "nodeSelector",
): Record<string, Decided<string>> {
  const entries = policies.flatMap(({ name, rules }) =>
    Object.entries(rules[rule]?.inject ?? {}).map(([key, value]) => [key, { value, policy: name }] as const),
  );
  return Object.fromEntries(entries.toReversed());
}

const mostActive = ({ maxActivePerNamespace: max }: PolicyRules) => (max === undefined ? undefined : { max });

function fewest(policies: readonly Policy[]): Decided<number> | undefined {
  return tightest(sources(policies, mostActive), numbers).max;
}
