import { escaped, quoted } from "../cel.ts";
import type { Check, Value } from "../check.ts";
import { fieldOf, isThere } from "../values.ts";

const list = (names: readonly string[]): string => names.join(", ");

/** A field that must be there, with something in it. */
export function needs(field: string, fix = "add it"): Check {
  return {
    field,
    isWrong: (value) => !isThere(fieldOf(value, field)) || fieldOf(value, field) === "",
    wrong: (value) => `!has(${value}.${field}) || ${value}.${field} == ''`,
    tells: false,
    says: `is missing: ${fix}`,
  };
}

/** A list that must have items. */
export function needsItems(field: string, fix: string): Check {
  return {
    field,
    isWrong: (value) => {
      const found = fieldOf(value, field);
      return !Array.isArray(found) || found.length === 0;
    },
    wrong: (value) => `!has(${value}.${field}) || size(${value}.${field}) == 0`,
    tells: false,
    says: `is empty: ${fix}`,
  };
}

/** Of these fields exactly one is there. */
export function oneOf(names: readonly string[]): Check {
  return choice(names, "!=", (count) => count !== 1, `takes one of ${list(names)}: leave one of them`);
}

/** Of these fields one is there at most. */
export function oneAtMost(names: readonly string[]): Check {
  return choice(names, ">", (count) => count > 1, `takes one kind, and has more: leave one of them`);
}

function choice(
  names: readonly string[],
  operator: string,
  isWrong: (count: number) => boolean,
  says: string,
): Check {
  return {
    isWrong: (value) => isWrong(names.filter((name) => isThere(fieldOf(value, name))).length),
    wrong: (value) =>
      `[${names.map((name) => `has(${value}.${escaped(name)})`).join(", ")}].filter(there, there).size() ${operator} 1`,
    tells: false,
    says,
  };
}

/** A field that must not be there. */
export function never(field: string, why: string): Check {
  return {
    field,
    isWrong: (value) => isThere(fieldOf(value, field)),
    wrong: (value) => `has(${value}.${field})`,
    tells: false,
    says: why,
  };
}

/** A field that must not be there where the value is not as CEL and TypeScript say. */
export function onlyWhere(
  field: string,
  where: { cel: (value: string) => string; holds: (value: Value) => boolean; words: string },
): Check {
  return {
    field,
    isWrong: (value) => isThere(fieldOf(value, field)) && !where.holds(value),
    wrong: (value) => `has(${value}.${field}) && !(${where.cel(value)})`,
    tells: false,
    says: where.words,
  };
}

/** One of the words that this version of Kubernetes knows; a later one may know more. */
export function known(...words: readonly string[]): Check {
  return {
    isWrong: (value) => typeof value === "string" && !words.includes(value),
    wrong: (value) => `!(${value} in [${words.map(quoted).join(", ")}])`,
    tells: true,
    says: `takes ${list(words)}: choose one of these, unless your cluster is newer and knows more`,
    mayChange: true,
  };
}
