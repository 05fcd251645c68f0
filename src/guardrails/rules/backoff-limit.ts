import type { Rule } from "../rule.ts";
import { celNumberChange, celNumberHeld, celStart } from "../number-change.ts";
import { adjustNumber, byNumber, celNumber, numberObjections, unchanged } from "../number-rule.ts";
import { celUnbounded, outOfBounds, unbounded } from "../text/out-of-bounds.ts";

/** What Kubernetes takes where backoffLimit is absent (SetDefaults_Job in pkg/apis/batch/v1). */
export const KUBERNETES_DEFAULT = 6;
const { objections, cel } = numberObjections("backoffLimit");
const R = "variables.rules.backoffLimit";
const PER_INDEX = "backoffLimitPerIndex";
/** What Kubernetes puts into a Job that has a limit for each index: none of its own. */
const NO_LIMIT = 2_147_483_647;
const IS_PER_INDEX = `has(variables.spec.${PER_INDEX}) && has(variables.spec.backoffLimit) && variables.spec.backoffLimit == ${NO_LIMIT}`;

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
    `(${shown.clamps ? "" : `${IS_PER_INDEX} ? [] : `}${cel(shown)}) + (${celNumber(PER_INDEX, R, { shown, sides: ["max"] })})`,
  // The API server fills it in for a Job, which is then judged by it.
  unfilled: ({ backoffLimit: own, backoffLimitPerIndex }, { name: policy, rules }, kind) => {
    const { max = KUBERNETES_DEFAULT } = rules.backoffLimit ?? {};
    const isAbsent = own === undefined && backoffLimitPerIndex === undefined;
    return kind === "CronJob" && isAbsent && max < KUBERNETES_DEFAULT
      ? unbounded(
          { field: "backoffLimit", policy, meaning: String(KUBERNETES_DEFAULT) },
          rules.backoffLimit ?? {},
        )
      : [];
  },
  celUnfilled: (shown) =>
    `request.kind.kind == 'CronJob' && has(${R}) && has(${R}.max) && ${R}.max < ${KUBERNETES_DEFAULT} && ${shown.bounds(R)} && !has(variables.spec.backoffLimit) && !has(variables.spec.${PER_INDEX}) ? [${celUnbounded("'backoffLimit'", R, String(KUBERNETES_DEFAULT))}] : []`,
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
  celAdjust: {
    holds: celNumberHeld("backoffLimit"),
    changes: `(has(variables.spec.${PER_INDEX}) && !has(variables.spec.backoffLimit) || ${IS_PER_INDEX} ? [] : ${celNumberChange("backoffLimit", { start: celStart.meaning(R, KUBERNETES_DEFAULT) })}) + (${celNumberChange(PER_INDEX, { bounds: R, start: celStart.none, sides: ["max"] })})`,
  },
};
