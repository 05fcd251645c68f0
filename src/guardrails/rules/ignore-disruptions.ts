import type { BatchTaskSpec } from "../../api/batchtask.ts";
import { defined } from "../../api/defined.ts";
import type { Adjustment } from "../../api/status.ts";
import { celChange } from "../cel-change.ts";
import { celApplied, celFilledIn, celHeld } from "../text/changed.ts";
import { celText } from "../text/sentence.ts";
import type { Rule } from "../rule.ts";

const IGNORE = {
  action: "Ignore",
  onPodConditions: [{ type: "DisruptionTarget", status: "True" }],
};
const ADDED = "DisruptionTarget: Ignore";
/** maxPodFailurePolicyRules in pkg/apis/batch/validation. */
const MOST_RULES = 20;

const CEL_POLICY = "variables.spec.podFailurePolicy";
const CEL_RULES = `(has(${CEL_POLICY}) ? ${CEL_POLICY}.rules : [])`;
const IS_DECIDED = `${CEL_RULES}.exists(rule, has(rule.onPodConditions) && rule.onPodConditions.exists(one, one.type == 'DisruptionTarget'))`;

/**
 * A pod that was evicted, preempted or lost with its node does not use up a retry, by the rule that
 * Kubernetes has for it. It needs restartPolicy Never (validateJobSpec), and podReplacementPolicy
 * Failed. An author who has a rule on DisruptionTarget has decided already.
 */
export const ignoreDisruptions: Rule = {
  name: "ignoreDisruptions",
  about: [
    "A pod that was evicted, preempted or lost with its node does not count as a retry: podFailurePolicy gets the rule DisruptionTarget → Ignore, before the author's own.",
    "Kubernetes allows a podFailurePolicy only with restartPolicy Never; tasks with OnFailure are left as they are, and so is a task with a rule of its own on DisruptionTarget.",
    "A change of the policy reaches future runs only.",
  ],
  example: { ignoreDisruptions: true },
  adjust: (spec, { ignoreDisruptions: policy }) => {
    if (policy === undefined || !takesRule(spec)) return { spec, adjustments: [] };
    const rule = "ignoreDisruptions";
    const rules = spec.podFailurePolicy?.rules ?? [];
    const added: Adjustment = {
      field: "podFailurePolicy",
      applied: ADDED,
      rule,
      policy,
    };
    const replaced = spec.podReplacementPolicy === "TerminatingOrFailed";
    return {
      spec: defined({
        ...spec,
        podFailurePolicy: { ...spec.podFailurePolicy, rules: [IGNORE, ...rules] },
        podReplacementPolicy: replaced ? "Failed" : spec.podReplacementPolicy,
      }),
      adjustments: [
        added,
        ...(replaced
          ? [{ field: "podReplacementPolicy", asked: "TerminatingOrFailed", applied: "Failed", rule, policy }]
          : []),
      ],
    };
  },
  celAdjust: {
    changes: celChanges(),
    holds: `${IS_DECIDED} ? [${celHeld("'podFailurePolicy'", celText(ADDED))}] : []`,
  },
};

/** A Job has podReplacementPolicy from the API server, so of a CronJob alone is it told. */
function celChanges(): string {
  const condition = "{'type': 'DisruptionTarget', 'status': 'True'}";
  const takesRule = `has(variables.pod.restartPolicy) && variables.pod.restartPolicy == 'Never' && size(${CEL_RULES}) < ${MOST_RULES} && !${IS_DECIDED}`;
  const added = celChange({
    path: "'/podFailurePolicy/rules/0'",
    value: `{'action': dyn('Ignore'), 'onPodConditions': dyn([${condition}])}`,
    says: celFilledIn({ field: "'podFailurePolicy'", applied: celText(ADDED) }),
  });
  const empty = celChange({ path: "'/podFailurePolicy'", value: "{'rules': []}", says: "''" });
  const replacement = "variables.spec.podReplacementPolicy";
  const slots = { field: "'podReplacementPolicy'", asked: replacement, applied: "'Failed'" };
  const replaced = celChange({
    path: "'/podReplacementPolicy'",
    value: "'Failed'",
    says: `request.kind.kind == 'CronJob' ? ${celApplied(slots)} : ''`,
  });
  const isReplaced = `has(${replacement}) && ${replacement} == 'TerminatingOrFailed'`;
  return `has(variables.rules.ignoreDisruptions) && variables.rules.ignoreDisruptions && ${takesRule} ? (has(${CEL_POLICY}) ? [] : [${empty}]) + [${added}] + (${isReplaced} ? [${replaced}] : []) : []`;
}

function takesRule({ template, podFailurePolicy }: BatchTaskSpec): boolean {
  const rules = podFailurePolicy?.rules ?? [];
  if (template.spec?.restartPolicy !== "Never" || rules.length >= MOST_RULES) return false;
  return !rules.some(({ onPodConditions = [] }) =>
    onPodConditions.some(({ type }) => type === "DisruptionTarget"),
  );
}
