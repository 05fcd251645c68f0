import type { BatchTaskSpec } from "../../api/batchtask.ts";
import { isIndexed } from "../../api/elastic.ts";
import type { PolicyRules } from "../../api/policy/rules.ts";
import { RULES } from "../chain.ts";
import { merge } from "../merge/merge.ts";
import { bindingOf } from "../exempt/exempt.ts";
import type { Guarded, Policy, RawKind } from "../rule.ts";
import { withJobDefaults } from "./job-defaults.ts";
import type { JudgedJob } from "./judge-job.ts";

/** The baseline is for BatchTasks: of a Job only what the policy says is filled in and clamped. */
const NO_BASELINE: Policy = { name: "", mode: "Enforce", rules: {} };

/**
 * What one policy with `onJobClamp: Clamp` makes of a Job or CronJob, as admission/clamp-jobs.ts does it on a server that
 * can. Unchanged where it refuses what the author asked for. Pure.
 * @param policy as it holds for this one (exempt/exempt.ts) in its namespace (inherited.ts)
 */
export function clampJob({ kind, spec: asked }: JudgedJob, policy: Policy): Guarded {
  const spec = kind === "Job" ? withJobDefaults(asked) : asked;
  const start: Guarded = { spec, adjustments: [] };
  const applies = policy.appliesTo?.includes(kind) && policy.onJobClamp === "Clamp";
  if (!applies || policy.mode === "Warn" || isRefused(spec, policy)) return start;
  const merged = merge([{ ...policy, rules: clampable(policy.rules, kind, spec) }], NO_BASELINE);
  return bindingOf(policy, RULES)
    .filter(({ celAdjust }) => celAdjust !== undefined)
    .reduce((guarded, rule) => {
      const next = rule.adjust?.(guarded.spec, merged);
      if (!next) return guarded;
      const own = next.adjustments.map((one) => ({ ...one, policy: policy.name }));
      return { spec: next.spec, adjustments: [...guarded.adjustments, ...own] };
    }, start);
}

function isRefused(spec: BatchTaskSpec, policy: Policy): boolean {
  const objections = bindingOf(policy, RULES).flatMap((rule) => rule.objections?.(spec, policy) ?? []);
  return objections.some(({ action }) => action === "Reject");
}

/** A CronJob has history limits in place of a TTL; ranges of a successPolicy are more than CEL can cut. */
function clampable(rules: PolicyRules, kind: RawKind, spec: BatchTaskSpec): PolicyRules {
  const { ttlSecondsAfterFinished, completions, ...others } = rules;
  const hasHistory = kind === "CronJob" && spec.ttlSecondsAfterFinished === undefined;
  const hasRanges = isIndexed(spec) && spec.successPolicy !== undefined;
  return {
    ...others,
    ...(ttlSecondsAfterFinished && !hasHistory && { ttlSecondsAfterFinished }),
    ...(completions && !hasRanges && { completions }),
  };
}
