import { allowList } from "../allow-list.ts";
import type { Rule } from "../rule.ts";

const POD = "variables.pod.priorityClassName";

/** Which PriorityClasses a task may name. */
export const priorityClasses: Rule = {
  name: "priorityClasses",
  about: [
    "Which PriorityClasses a task may name, so that batch work does not push services off their nodes.",
    "A task may always name none; it then has the cluster's default.",
    "There is no clamping: a task with another PriorityClass is refused.",
  ],
  example: { priorityClasses: { allowed: ["batch-low", "batch-normal"] } },
  ...allowList({
    rule: "priorityClasses",
    field: "template.spec.priorityClassName",
    value: ({ template }) => template.spec?.priorityClassName || undefined,
    cel: { present: `has(${POD}) && ${POD} != ''`, value: POD },
  }),
};
