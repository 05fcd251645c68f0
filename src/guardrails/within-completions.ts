import type { BatchTaskSpec } from "../api/batchtask.ts";
import { defined } from "../api/defined.ts";
import type { Adjustment } from "../api/status.ts";
import type { Guarded } from "./rule.ts";

type SuccessRule = NonNullable<BatchTaskSpec["successPolicy"]>["rules"][number];

/** Completions that a policy has lowered. */
export interface Lowered {
  asked: number;
  applied: number;
  policy: string;
}

/**
 * Brings what counts an Indexed task's indexes within completions that a policy has lowered: the API server would
 * refuse the Job for it (validateJobSpec and validateSuccessPolicy in pkg/apis/batch/validation), and the author had it
 * right. What did not fit what the author asked for stays, for the API server to refuse by name. Pure.
 */
export function withinCompletions(spec: BatchTaskSpec, lowered: Lowered): Guarded {
  const adjustments: Adjustment[] = [];
  const told = (field: string, asked?: number | string, applied?: number | string) => {
    const { policy } = lowered;
    if (asked !== applied)
      adjustments.push({
        field,
        asked: String(asked),
        applied: String(applied ?? "none"),
        rule: "completions",
        policy,
      });
  };
  const { maxFailedIndexes, successPolicy, ...others } = spec;
  const most = atMost(maxFailedIndexes, lowered);
  told("maxFailedIndexes", maxFailedIndexes, most);
  const rules = (successPolicy?.rules ?? []).flatMap((rule, at) => {
    const { succeededIndexes, succeededCount } = fitted(rule, lowered);
    const field = `successPolicy.rules[${at}]`;
    told(`${field}.succeededIndexes`, rule.succeededIndexes, succeededIndexes);
    told(`${field}.succeededCount`, rule.succeededCount, succeededCount);
    const left = defined({ ...rule, succeededIndexes, succeededCount });
    return Object.keys(left).length === 0 ? [] : [left];
  });
  const policy = successPolicy && rules.length > 0 ? { ...successPolicy, rules } : undefined;
  return { spec: { ...others, ...defined({ maxFailedIndexes: most, successPolicy: policy }) }, adjustments };
}

function fitted(rule: SuccessRule, lowered: Lowered): SuccessRule {
  if (rule.succeededIndexes === undefined)
    return defined({ succeededCount: atMost(rule.succeededCount, lowered) });
  const ranges = rangesOf(rule.succeededIndexes);
  if (!ranges || ranges.some(([, last]) => last >= lowered.asked)) return rule;
  const end = lowered.applied - 1;
  const left = ranges.flatMap(([first, last]) =>
    first <= end ? [[first, Math.min(last, end)] as const] : [],
  );
  if (left.length === 0) return {};
  const count = left.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  const isWhole = ranges.every(([, last]) => last <= end);
  return defined({
    succeededIndexes: isWhole ? rule.succeededIndexes : left.map(textOf).join(),
    succeededCount: rule.succeededCount === undefined ? undefined : Math.min(rule.succeededCount, count),
  });
}

function atMost(value: number | undefined, { asked, applied }: Lowered): number | undefined {
  return value === undefined || value > asked ? value : Math.min(value, applied);
}

type Range = readonly [first: number, last: number];

/** undefined for a text that is not "1,3-5,7". */
function rangesOf(text: string): Range[] | undefined {
  const parts = text.split(",");
  if (!parts.every((part) => /^\d+(-\d+)?$/.test(part))) return undefined;
  return parts.map((part) => {
    const [first = 0, last = first] = part.split("-").map(Number);
    return [first, last];
  });
}

const textOf = ([first, last]: Range): string => (first === last ? `${first}` : `${first}-${last}`);
