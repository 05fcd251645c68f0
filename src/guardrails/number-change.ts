import { celChange, celLet } from "./cel-change.ts";
import { celApplied, celFilledIn, celHeld, celIsFilledIn } from "./text/changed.ts";
import { celBeyond, type Side } from "./text/out-of-bounds.ts";
import { celText } from "./text/sentence.ts";

/** Stands for no number: those that are bounded are never below 0. */
const NONE = "-1";

/** CEL: a number within the bounds of one policy, of which min is no more than max. */
const within = (bounds: string, value: string, sides: readonly Side[]): string => {
  const beyond = sides.map((side) => {
    const bound = `${bounds}.${side}`;
    return `has(${bound}) && ${value} ${celBeyond(side)} ${bound} ? ${bound} : `;
  });
  return `(${beyond.join("")}${value})`;
};

/** CEL of what is filled in for a number that is absent; -1: nothing. */
export const celStart = {
  /** Absent, it has no end: the default, else the max. */
  endless: (bounds: string): string =>
    `(has(${bounds}.default) ? ${bounds}.default : has(${bounds}.max) ? ${bounds}.max : ${NONE})`,
  /** Absent, it is `meant`: the default, else a bound that this is beyond. */
  meaning: (bounds: string, meant: number): string =>
    `(has(${bounds}.default) ? ${bounds}.default : ${beyond(bounds, meant)})`,
  none: NONE,
};

/** CEL: the bound that an absent value is beyond, by what it means; -1: none. */
export const beyond = (bounds: string, meant: number): string =>
  `(has(${bounds}.max) && ${meant} > ${bounds}.max ? ${bounds}.max : has(${bounds}.min) && ${meant} < ${bounds}.min ? ${bounds}.min : ${NONE})`;

/** CEL: the number as it stands there, for what was said of it to be kept. */
export const celNumberHeld = (field: string): string =>
  `has(variables.spec.${field}) ? [${celHeld(celText(field), `variables.spec.${field}`)}] : []`;

/**
 * CEL: what brings one number of the spec within the bounds of one policy, as adjustNumber does: at most one change. A
 * value beyond bounds that reject is left as it is.
 * @param start CEL of what is filled in where there is none, or -1
 */
export function celNumberChange(
  field: string,
  {
    bounds = `variables.rules.${field}`,
    start,
    sides = ["max", "min"],
  }: { bounds?: string; start: string; sides?: readonly Side[] },
): string {
  const value = `variables.spec.${field}`;
  const name = celText(field);
  const lower = `has(${bounds}.default) && ${bounds}.default < ${value}`;
  const isOthers = `${lower} && ${celIsFilledIn(name, value)}`;
  const asked = `has(${value}) && !(${isOthers}) ? ${value} : ${NONE}`;
  const kept = `(${bounds}.onViolation == 'Clamp' ? ${within(bounds, "asked", sides)} : asked)`;
  const filled = celLet("start", start, `(start < 0 ? ${NONE} : ${within(bounds, "start", sides)})`);
  const now = `(has(${value}) ? ${value} : ${NONE})`;
  const applied = "string(applied)";
  const says = `asked < 0 ? ${celFilledIn({ field: name, applied })} : ${celApplied({ field: name, asked: "string(asked)", applied })}`;
  const change = celChange({ path: celText(`/${field}`), value: "applied", says });
  const changes = `[asked < 0 ? ${filled} : ${kept}].filter(applied, applied >= 0 && applied != ${now}).map(applied, ${change})`;
  return `has(${bounds}) ? ${celLet("asked", asked, changes)} : []`;
}
