import type { BatchTaskSpec } from "../../api/batchtask.ts";
import { isIndexed } from "../../api/elastic.ts";
import { adjustNumber, numberObjections, unchanged } from "../number-rule.ts";
import type { Guarded, Rule } from "../rule.ts";
import { withinCompletions } from "../within-completions.ts";

/**
 * Bounds completions. Absent beside parallelism it means a work queue, which one success ends, and
 * stays so; absent without parallelism it is 1 (SetDefaults_Job in pkg/apis/batch/v1).
 */
export const completions: Rule = {
  name: "completions",
  about: [
    "Bounds how many pods must succeed.",
    "Lowered completions leave work undone without a failure, so Reject is the better choice for most.",
    "With the completions of an Indexed task its maxFailedIndexes and successPolicy are lowered, since Kubernetes would refuse the Job; a rule of which no index is left goes.",
    "A task with parallelism and without completions is a work queue and is left as it is.",
    "A change of the policy reaches future runs only.",
  ],
  example: { completions: { max: 1000, onViolation: "Reject" } },
  ...numberObjections("completions"),
  adjust: (spec, { numbers: { completions: bounds } }) => {
    if (spec.completions === undefined && spec.parallelism !== undefined) return unchanged(spec);
    const guarded = adjustNumber(spec, "completions", { bounds, absent: 1 });
    return isIndexed(spec) ? withIndexes(spec, guarded) : guarded;
  },
};

/** What counts indexes goes with completions that were lowered. */
function withIndexes({ completions: asked = 1 }: BatchTaskSpec, guarded: Guarded): Guarded {
  const { completions: applied = 1 } = guarded.spec;
  if (applied >= asked) return guarded;
  const policy = guarded.adjustments[0]?.policy ?? "baseline";
  const { spec, adjustments } = withinCompletions(guarded.spec, { asked, applied, policy });
  return { spec, adjustments: [...guarded.adjustments, ...adjustments] };
}
