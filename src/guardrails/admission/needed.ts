import type { Variable } from "./variables.ts";

const USED = /\bvariables\.(\w+)/g;

const namesIn = (expression: string): string[] =>
  [...expression.matchAll(USED)].flatMap(([, name]) => (name === undefined ? [] : [name]));

/** The variables that some expressions need, and those that these need, in the order of the list. Pure. */
export function neededBy(expressions: readonly string[], variables: readonly Variable[]): Variable[] {
  return variables.reduceRight<{ wanted: Set<string>; needed: Variable[] }>(
    ({ wanted, needed }, one) => {
      if (!wanted.has(one.name)) return { wanted, needed };
      return { wanted: new Set([...wanted, ...namesIn(one.expression)]), needed: [one, ...needed] };
    },
    { wanted: new Set(expressions.flatMap(namesIn)), needed: [] },
  ).needed;
}

/** An expression with its variables written out, for where CEL has none. Pure. */
export function inlined(expression: string, variables: readonly Variable[]): string {
  return expression.replaceAll(USED, (whole, name: string) => {
    const found = variables.find((one) => one.name === name);
    return found ? `(${inlined(found.expression, variables)})` : whole;
  });
}
