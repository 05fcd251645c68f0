import { celChange, celLet } from "../cel-change.ts";
import type { CelAdjust } from "../rule.ts";
import { celBounds, celIsUnlimited, type Kind, KINDS } from "../sums/kinds.ts";
import { celApplied, celFilledIn, celHeld } from "../text/changed.ts";
import { celText } from "../text/sentence.ts";
import { POD } from "./holders.ts";
import { celPair } from "./cel-pair.ts";

const LISTS = ["containers", "initContainers"] as const;

/** CEL: a bound of a resource as text, '' for none. */
function boundOf(kind: Kind, bound: "default" | "min" | "max"): string {
  const one = `${celBounds(kind)}[name]`;
  return `(name in ${celBounds(kind)} && has(${one}.${bound}) ? string(${one}.${bound}) : '')`;
}

const rejects = (kind: Kind): string =>
  `(name in ${celBounds(kind)} && ${celBounds(kind)}[name].onViolation == 'Reject')`;

/** The bounds of each resource that the policy names, the limits' first as in TypeScript. */
const PAIRS = (() => {
  const [requests, limits] = KINDS;
  const names = `(${celBounds(limits)}.map(name, name) + ${celBounds(requests)}.filter(name, !(name in ${celBounds(limits)})))`;
  const texts = KINDS.flatMap((kind) =>
    (["default", "min", "max"] as const).map(
      (bound) =>
        `'${kind.slice(0, -1)}${bound.charAt(0).toUpperCase()}${bound.slice(1)}': dyn(${boundOf(kind, bound)})`,
    ),
  );
  const flags = [
    `'requestRejects': dyn(${rejects("requests")})`,
    `'limitRejects': dyn(${rejects("limits")})`,
    `'unlimited': dyn(${celIsUnlimited("name")})`,
  ];
  return `${names}.map(name, {'name': dyn(name), ${[...texts, ...flags].join(", ")}})`;
})();

const quantities = (holder: string, kind: Kind): string =>
  `(has(${holder}.resources) && has(${holder}.resources.${kind}) ? ${holder}.resources.${kind} : {})`;

function holder(
  of: string,
  { pointer, path, isPod }: { pointer: string; path: string; isPod: boolean },
): string {
  const parts = [
    `'pointer': dyn(${pointer})`,
    `'path': dyn(${path})`,
    ...KINDS.map((kind) => `'${kind}': dyn(${quantities(of, kind)})`),
    `'isThere': dyn(has(${of}.resources))`,
    `'isPod': dyn(${isPod})`,
  ];
  return `{${parts.join(", ")}}`;
}

/** Containers, init containers and the pod itself, as holdersOf has them. */
const HOLDERS = [
  ...LISTS.map((list) => {
    const all = `variables.pod.${list}`;
    const pointer = `'/template/spec/${list}/' + string(index) + '/resources'`;
    const path = `'template.spec.${list}[' + c.name + '].resources'`;
    return `(has(${all}) ? ${all}.transformList(index, c, ${holder("c", { pointer, path, isPod: false })}) : [])`;
  }),
  `(has(variables.pod.resources) ? [${holder("variables.pod", { pointer: "'/template/spec/resources'", path: celText(POD), isPod: true })}] : [])`,
].join(" + ");

/** Whether absent values are filled in for `holder`: of what the pod itself asks for, its limit alone. */
const FILLS =
  "(holder.isPod ? pair.name in holder.requests && variables.clampHolders.exists(other, !other.isPod && !(pair.name in other.limits)) : !(pair.name in variables.podNames))";

/** A pod's limit that is filled in is no less than the largest of its containers', and no more than the max. */
const LEAST = (() => {
  const theirs =
    "variables.clampHolders.filter(other, !other.isPod && pair.name in other.limits).map(other, string(other.limits[pair.name]))";
  const counted = `${theirs}.map(one, pair.unlimited && pair.limitMax != '' && quantity(one).compareTo(quantity('0')) == 0 ? pair.limitMax : one)`;
  const largest = celLet(
    "all",
    `(${counted} + ['0'])`,
    "all.filter(one, all.all(other, quantity(one).compareTo(quantity(other)) >= 0))[0]",
  );
  const capped = celLet(
    "most",
    largest,
    "pair.limitMax != '' && quantity(most).isGreaterThan(quantity(pair.limitMax)) ? pair.limitMax : most",
  );
  return `(holder.isPod ? ${capped} : '0')`;
})();

const field = (kind: Kind): string => `holder.path + '.${kind}.' + one.name`;

const HELD = `variables.clampHolders.map(holder, ${KINDS.map((kind) => `holder.${kind}.map(name, ${celHeld(`holder.path + '.${kind}.' + name`, `holder.${kind}[name]`)})`).join(" + ")}).flatten()`;

/** CEL: sentences about one holder's requests or limits. */
function saidOf(kind: Kind): string {
  const applied = `string(one.${kind})`;
  const asked = `one.${kind}Asked`;
  const texts = {
    applied: celApplied({ field: field(kind), asked, applied }),
    filled: celFilledIn({ field: field(kind), applied }),
  };
  return `changed.${kind}.map(one, ${asked} != '' ? ${texts.applied} : ${texts.filled})`;
}

const changedOf = (kind: Kind): string =>
  `pairs.filter(one, one.${kind} != '' && !(one.name in holder.${kind} && string(holder.${kind}[one.name]) == one.${kind}))`;

/** CEL: requests or limits as they are then. */
function merged(kind: Kind): string {
  const kept = `holder.${kind}.filter(name, !changed.${kind}.exists(one, one.name == name)).map(name, {'name': dyn(name), 'value': dyn(string(holder.${kind}[name]))})`;
  const others = `changed.${kind}.map(one, {'name': dyn(one.name), 'value': dyn(one.${kind})})`;
  return `(${kept} + ${others}).transformMapEntry(index, one, {string(one.name): string(one.value)})`;
}

/** The rule `resources` in CEL: limits and requests of each holder are replaced as a whole. */
export function celResources(): CelAdjust {
  const pair = celLet("fills", FILLS, celLet("least", LEAST, celPair()));
  const empty = celChange({ path: "holder.pointer", value: "{}", says: "''" });
  const parts = [...KINDS].toReversed().map((kind) => {
    const path = `holder.pointer + '/${kind}'`;
    const change = celChange({ path, value: merged(kind), says: `${saidOf(kind)}.join('\\n')` });
    return `(size(changed.${kind}) > 0 ? [${change}] : [])`;
  });
  const isChanged = KINDS.map((kind) => `size(changed.${kind}) > 0`).join(" || ");
  const changed = `{${KINDS.map((kind) => `'${kind}': ${changedOf(kind)}`).join(", ")}}`;
  const changes = celLet(
    "changed",
    changed,
    `${isChanged} ? (holder.isThere ? [] : [${empty}]) + ${parts.join(" + ")} : []`,
  );
  const each = celLet("pairs", `variables.clampPairs.map(pair, ${pair})`, changes);
  return {
    ownPatch: true,
    holds: HELD,
    variables: { clampPairs: PAIRS, clampHolders: HOLDERS },
    changes: `has(variables.rules.resources) ? variables.clampHolders.map(holder, ${each}).flatten() : []`,
  };
}
