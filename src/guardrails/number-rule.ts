import type { BatchTaskSpec } from "../api/batchtask.ts";
import { defined } from "../api/defined.ts";
import { bound, type Compare } from "./merge/bounds.ts";
import type { Bounds, Decided, NumberField } from "./merge/merged.ts";
import { type BoundedField, numberOf, pathOf, withNumber } from "./number-field.ts";
import type { Guarded, Rule, Shown } from "./rule.ts";
import {
  celBeyond,
  celOutOfBounds,
  celUnbounded,
  outOfBounds,
  type Side,
  unbounded,
} from "./text/out-of-bounds.ts";
import { celText } from "./text/sentence.ts";

export const byNumber: Compare<number> = (a, b) => (a < b ? -1 : Number(a > b));

/** Objections and CEL of a rule that holds one whole-number field of spec to its bounds. */
export function numberObjections(field: NumberField): Pick<Required<Rule>, "objections" | "cel"> {
  return {
    objections: (spec, { name, rules }) => {
      const [value, bounds] = [numberOf(spec, field), rules[field]];
      if (value === undefined || !bounds) return [];
      return outOfBounds({ field: pathOf(field), value, policy: name }, bounds, byNumber);
    },
    cel: (shown) => celNumber(pathOf(field), `variables.rules.${field}`, { shown, sides: ["max", "min"] }),
  };
}

/** The same for a number that no Job has by itself, and whose absence means that there is no end. */
export function unfilledNumber(
  field: "activeDeadlineSeconds" | "ttlSecondsAfterFinished",
  { ofCronJobs }: { ofCronJobs: boolean },
): Pick<Required<Rule>, "unfilled" | "celUnfilled"> {
  const bounds = `variables.rules.${field}`;
  return {
    unfilled: (spec, { name: policy, rules }, kind) =>
      spec[field] === undefined && (ofCronJobs || kind !== "CronJob")
        ? unbounded({ field, policy }, rules[field] ?? {})
        : [],
    celUnfilled: (shown) =>
      `${ofCronJobs ? "" : "request.kind.kind != 'CronJob' && "}has(${bounds}) && has(${bounds}.max) && ${shown.bounds(bounds)} && !has(variables.spec.${field}) ? [${celUnbounded(celText(field), bounds)}] : []`,
  };
}

/** CEL: the messages about one number of spec, against bounds that may be under another name. */
export function celNumber(
  field: string,
  bounds: string,
  { shown, sides }: { shown: Shown; sides: readonly Side[] },
): string {
  const value = `variables.spec.${field}`;
  const slots = { field: `'${field}'`, asked: `string(${value})` };
  const lists = sides.map((side) => {
    const outside = `has(${bounds}.${side}) && ${value} ${celBeyond(side)} ${bounds}.${side}`;
    return `(${outside} ? [${celOutOfBounds(side, slots, { bounds, shown })}] : [])`;
  });
  const present = celPresent(value);
  return `has(${bounds}) && ${present} && ${shown.bounds(bounds)} ? ${lists.join(" + ")} : []`;
}

/** CEL: whether a field of spec is there, of which those above it may be absent as well. */
function celPresent(value: string): string {
  const parts = value.split(".");
  const paths = parts.map((_, n) => parts.slice(0, n + 1).join("."));
  return paths
    .slice(2)
    .map((path) => `has(${path})`)
    .join(" && ");
}

/**
 * Brings one number within bounds.
 * @param absent what an absent value means, where no default is given; undefined: it needs no bound
 */
export function adjustNumber(
  spec: BatchTaskSpec,
  field: BoundedField,
  { bounds, absent }: { bounds: Bounds<number> | undefined; absent: number | undefined },
): Guarded {
  const asked = numberOf(spec, field);
  const start = asked ?? (bounds?.default ? undefined : absent);
  const applied = bounds && bound(start, bounds, byNumber);
  if (!applied || applied.value === asked || (asked === undefined && applied.policy === ""))
    return unchanged(spec);
  return { spec: withNumber(spec, field, applied.value), adjustments: [changed(field, asked, applied)] };
}

export const unchanged = (spec: BatchTaskSpec): Guarded => ({ spec, adjustments: [] });

function changed(field: BoundedField, asked: number | undefined, { value, policy }: Decided<number>) {
  const rule = field === "backoffLimitPerIndex" ? "backoffLimit" : field;
  return defined({ field: pathOf(field), asked: asked?.toString(), applied: String(value), rule, policy });
}
