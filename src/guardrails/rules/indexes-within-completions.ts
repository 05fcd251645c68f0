import type { BatchTaskSpec } from "../../api/batchtask.ts";
import { defined } from "../../api/defined.ts";
import type { Adjustment } from "../../api/status.ts";
import { unchanged } from "../number-rule.ts";
import type { Guarded, Rule } from "../rule.ts";

type SuccessRule = NonNullable<BatchTaskSpec["successPolicy"]>["rules"][number];

const NAME = "indexesWithinCompletions";

/**
 * Brings what counts indexes within completions that a policy has lowered: the API server would refuse the Job for it
 * (validateJobSpec and validateSuccessPolicy in pkg/apis/batch/validation), and the author had it right.
 */
export const indexesWithinCompletions: Rule = {
  name: NAME,
  about: [
    "Where a policy lowers the completions of an Indexed task, maxFailedIndexes and successPolicy are brought within them, and reported: Kubernetes would refuse the Job.",
    "It holds always. An index that is not there any more can't succeed; a rule of which none is left goes.",
  ],
  adjust: (spec) => {
    const { completions, completionMode } = spec;
    return completionMode === "Indexed" && completions !== undefined
      ? fitted(spec, completions)
      : unchanged(spec);
  },
};

function fitted(spec: BatchTaskSpec, completions: number): Guarded {
  const adjustments: Adjustment[] = [];
  const told = (field: string, asked: number | string | undefined, applied: number | string | undefined) => {
    if (asked !== applied)
      adjustments.push({
        field,
        asked: String(asked),
        applied: String(applied ?? "none"),
        rule: NAME,
        policy: "baseline",
      });
  };
  const { maxFailedIndexes, successPolicy, ...others } = spec;
  const most = lowered(maxFailedIndexes, completions);
  told("maxFailedIndexes", maxFailedIndexes, most);
  const rules = (successPolicy?.rules ?? []).flatMap((rule, at) => {
    const { succeededIndexes, succeededCount } = fittedRule(rule, completions);
    const field = `successPolicy.rules[${at}]`;
    told(`${field}.succeededIndexes`, rule.succeededIndexes, succeededIndexes);
    told(`${field}.succeededCount`, rule.succeededCount, succeededCount);
    const left = defined({ ...rule, succeededIndexes, succeededCount });
    return Object.keys(left).length === 0 ? [] : [left];
  });
  if (adjustments.length === 0) return unchanged(spec);
  const policy = successPolicy && rules.length > 0 ? { ...successPolicy, rules } : undefined;
  return { spec: { ...others, ...defined({ maxFailedIndexes: most, successPolicy: policy }) }, adjustments };
}

function fittedRule(rule: SuccessRule, completions: number): SuccessRule {
  const indexes =
    rule.succeededIndexes === undefined ? undefined : within(rule.succeededIndexes, completions);
  const isGone = indexes?.count === 0;
  return defined({
    succeededIndexes: isGone ? undefined : indexes?.text,
    succeededCount: isGone ? undefined : lowered(rule.succeededCount, indexes?.count ?? completions),
  });
}

function lowered(value: number | undefined, most: number): number | undefined {
  return value === undefined ? undefined : Math.min(value, most);
}

/** The part of "1,3-5,7" below some index, and how many that are; as written where that is all of it. */
function within(text: string, end: number): { text: string; count: number } {
  const all = text.split(",").map((part) => part.split("-").map(Number));
  const ranges = all.flatMap(([first = 0, last = first]) =>
    first < end ? [[first, Math.min(last, end - 1)] as const] : [],
  );
  const count = ranges.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  const isWhole = all.every(([first = 0, last = first]) => last < end);
  return {
    text: isWhole
      ? text
      : ranges.map(([first, last]) => (first === last ? first : `${first}-${last}`)).join(),
    count,
  };
}
