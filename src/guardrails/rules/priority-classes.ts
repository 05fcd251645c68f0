import type { Adjustment } from "../../api/status.ts";
import { withPodFields } from "../pod-fields.ts";
import { podName } from "../pod-name.ts";
import { celChange } from "../cel-change.ts";
import type { Rule } from "../rule.ts";
import { celFilledIn, celHeld } from "../text/changed.ts";
import { celText } from "../text/sentence.ts";

const DEFAULT = "variables.rules.priorityClasses.default";
const NAME = "variables.pod.priorityClassName";
const FIELD = "template.spec.priorityClassName";

function celChanges(): string {
  const change = celChange({
    path: "'/template/spec/priorityClassName'",
    value: DEFAULT,
    says: celFilledIn({ field: celText(FIELD), applied: DEFAULT }),
  });
  const isNamed = `has(${NAME}) && ${NAME} != ''`;
  return `has(variables.rules.priorityClasses) && has(${DEFAULT}) && !(${isNamed}) ? [${change}] : []`;
}

/** Which PriorityClasses a task may name, and which it has where it names none. */
export const priorityClasses: Rule = {
  name: "priorityClasses",
  refuses: true,
  about: [
    "allowed: which PriorityClasses a task may name, so that batch work does not push services off their nodes; `*` stands for any characters. There is no clamping: a task with another PriorityClass is refused.",
    "default: the PriorityClass of a task that names none. It need not be in the list. Where there is no such PriorityClass, Kubernetes makes no pods, and the task's status says so.",
    "A task may always name none; without a default it then has the cluster's.",
    "A change of the policy reaches future runs only.",
  ],
  example: { priorityClasses: { allowed: ["batch-low", "batch-normal"], default: "batch-low" } },
  ...podName("priorityClasses", "priorityClassName", {
    filled: {
      of: ({ priorityClasses: rule }) => (rule?.default === undefined ? [] : [rule.default]),
      cel: `has(${DEFAULT}) && one.value == ${DEFAULT}`,
    },
  }),
  adjust: (spec, { priorityClasses: { default: filled } }) => {
    if (!filled || spec.template.spec?.priorityClassName) return { spec, adjustments: [] };
    const { value: applied, policy } = filled;
    const adjustment: Adjustment = { field: FIELD, applied, rule: "priorityClasses", policy };
    return withPodFields(spec, { priorityClassName: applied }, [adjustment]);
  },
  celAdjust: {
    changes: celChanges(),
    holds: `(has(${NAME}) ? [${celHeld(celText(FIELD), NAME)}] : [])`,
  },
};
