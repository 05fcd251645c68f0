import type { Rule } from "./rule.ts";

/** Lowers parallelism to a fixed number of completions: more pods than that would never start. */
export const parallelism: Rule = (spec, policy) => {
  const { parallelism: asked, completions } = spec;
  if (asked === undefined || completions === undefined || asked <= completions)
    return { spec, adjustments: [] };
  const adjustment = {
    field: "parallelism",
    asked: String(asked),
    applied: String(completions),
    rule: "parallelismWithinCompletions",
    policy: policy.name,
  };
  return { spec: { ...spec, parallelism: completions }, adjustments: [adjustment] };
};
