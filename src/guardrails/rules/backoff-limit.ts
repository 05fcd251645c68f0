import type { Rule } from "../rule.ts";
import { adjustNumber, byNumber, celNumber, numberObjections, unchanged } from "../number-rule.ts";
import { outOfBounds } from "../text/out-of-bounds.ts";

/** What Kubernetes takes where backoffLimit is absent (SetDefaults_Job in pkg/apis/batch/v1). */
const KUBERNETES_DEFAULT = 6;
const { objections, cel } = numberObjections("backoffLimit");
const PER_INDEX = "backoffLimitPerIndex";

/**
 * Bounds retries. With backoffLimitPerIndex Kubernetes sets no limit for the whole Job, so there an
 * absent backoffLimit stays absent and max bounds the retries of each index.
 */
export const backoffLimit: Rule = {
  name: "backoffLimit",
  about: [
    "No task retries without end: bounds how many pods may fail before the run fails.",
    "max also bounds backoffLimitPerIndex, the retries of each index; a task that has it gets no default for backoffLimit.",
    "Kubernetes counts no restart that a container's own restartPolicy or restartPolicyRules ask for, and no pod that a podFailurePolicy's action Ignore matches: restartPolicies refuses the first, and activeDeadlineSeconds ends both.",
    "A change of the policy reaches running tasks, but for backoffLimitPerIndex, which a Job can't change.",
  ],
  example: { backoffLimit: { default: 3, max: 6 } },
  objections: (spec, policy) => {
    const [value, bounds] = [spec.backoffLimitPerIndex, policy.rules.backoffLimit];
    if (value === undefined || !bounds) return objections(spec, policy);
    const { max, onViolation } = bounds;
    const perIndex = outOfBounds(
      { field: PER_INDEX, value, policy: policy.name },
      { max, onViolation },
      byNumber,
    );
    return [...objections(spec, policy), ...perIndex];
  },
  cel: (shown) =>
    `(${cel(shown)}) + (${celNumber(PER_INDEX, "variables.rules.backoffLimit", { shown, sides: ["max"] })})`,
  adjust: (spec, { numbers: { backoffLimit: bounds } }) => {
    const indexed = spec.backoffLimitPerIndex !== undefined;
    const first =
      indexed && spec.backoffLimit === undefined
        ? unchanged(spec)
        : adjustNumber(spec, "backoffLimit", { bounds, absent: KUBERNETES_DEFAULT });
    if (!indexed) return first;
    const second = adjustNumber(first.spec, PER_INDEX, { bounds: { max: bounds?.max }, absent: undefined });
    return { spec: second.spec, adjustments: [...first.adjustments, ...second.adjustments] };
  },
};
