import type { BatchTaskSpec } from "../../api/batchtask.ts";
import { isIndexed } from "../../api/elastic.ts";
import { celNumberChange, celNumberHeld, celStart } from "../number-change.ts";
import { adjustNumber, numberObjections, unchanged } from "../number-rule.ts";
import type { Guarded, Rule } from "../rule.ts";
import { celChange } from "../cel-change.ts";
import { celApplied } from "../text/changed.ts";
import { withinCompletions } from "../within-completions.ts";

const R = "variables.rules.completions";
const SPEC = "variables.spec";
const IS_INDEXED = `has(${SPEC}.completionMode) && ${SPEC}.completionMode == 'Indexed'`;
const FAILED = `${SPEC}.maxFailedIndexes`;

/** CEL of withinCompletions, for a Job without a successPolicy. */
const FAILED_INDEXES = `variables.completionsChange.filter(one, ${IS_INDEXED} && has(${FAILED}) && has(${SPEC}.completions) && ${FAILED} <= ${SPEC}.completions && one.value < ${FAILED}).map(one, ${celChange({ path: "'/maxFailedIndexes'", value: "one.value", says: celApplied({ field: "'maxFailedIndexes'", asked: `string(${FAILED})`, applied: "string(one.value)" }) })})`;

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
  celAdjust: {
    holds: celNumberHeld("completions"),
    variables: { completionsChange: celNumberChange("completions", { start: celStart.meaning(R, 1) }) },
    // Ranges of a successPolicy are more than CEL can cut: such a Job is left as it is, and warned of.
    changes: `!has(${SPEC}.completions) && has(${SPEC}.parallelism) || ${IS_INDEXED} && has(${SPEC}.successPolicy) ? [] : variables.completionsChange + ${FAILED_INDEXES}`,
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
