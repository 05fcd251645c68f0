import { unbound } from "../exempt/unbound.ts";
import type { Policy } from "../rule.ts";
import type { PolicyRules } from "../../api/policy/rules.ts";
import { orderQuantities } from "../quantity.ts";
import { type Compare, over, type Source, tightest } from "./bounds.ts";
import { contradiction, requestsAboveLimits } from "./conflicts.ts";
import { fillInConflicts, fillIns } from "./fill-ins.ts";
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
 * order: a second policy can only tighten. From a rule that one of them exempts from the baseline exempts, too. Pure.
 */
export function merge(unordered: readonly Policy[], base: Policy): Merged {
  const policies = unordered.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map(unbound);
  const baseline = unbound({ ...base, granted: policies.flatMap(({ granted = [] }) => granted) });
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
    ...fillIns(policies),
    ignoreDisruptions: policies.find(({ rules }) => rules.ignoreDisruptions)?.name,
    maxActive: fewest(policies),
    maxActivePerLabel: each(policies, ({ maxActivePerLabel }) => maxActivePerLabel),
    freezes: each(policies, ({ freezes }) => freezes),
  };
  conflicts.push(...requestsAboveLimits(merged), ...fillInConflicts(policies));
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

const mostActive = ({ maxActivePerNamespace: max }: PolicyRules) => (max === undefined ? undefined : { max });

function fewest(policies: readonly Policy[]): Decided<number> | undefined {
  return tightest(sources(policies, mostActive), numbers).max;
}
