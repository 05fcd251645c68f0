import type { BatchTaskSpec } from "../../api/batchtask.ts";
import type { PolicyRules } from "../../api/policy/rules.ts";

/** How many pods of a task may run at the same time, within one policy's bounds of parallelism. */
export function podsAtOnce(spec: BatchTaskSpec, { parallelism: bounds = {} }: PolicyRules): number {
  const { parallelism, completions } = spec;
  const asked = Math.min(
    parallelism ?? bounds.default ?? 1,
    completions ?? (parallelism === undefined ? 1 : Infinity),
  );
  return Math.min(Math.max(asked, bounds.min ?? 0), bounds.max ?? Infinity);
}

const R = "variables.rules.parallelism";
const HAS = (bound: string): string => `has(${R}) && has(${R}.${bound})`;

/** The same in CEL, as variables in the order of their use. */
export const PODS_VARIABLES = {
  parallelismAsked: `has(variables.spec.parallelism) ? variables.spec.parallelism : ${HAS("default")} ? ${R}.default : 1`,
  parallelismMost:
    "has(variables.spec.completions) ? variables.spec.completions : has(variables.spec.parallelism) ? variables.parallelismAsked : 1",
  parallelismMeant:
    "variables.parallelismAsked < variables.parallelismMost ? variables.parallelismAsked : variables.parallelismMost",
  parallelismRaised: `${HAS("min")} && ${R}.min > variables.parallelismMeant ? ${R}.min : variables.parallelismMeant`,
  podsAtOnce: `${HAS("max")} && ${R}.max < variables.parallelismRaised ? ${R}.max : variables.parallelismRaised`,
};
