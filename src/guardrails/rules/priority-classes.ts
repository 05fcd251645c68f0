import { allowList, celListed } from "../allow-list.ts";
import type { Rule } from "../rule.ts";
import { celText } from "../text/sentence.ts";

const FIELD = "template.spec.priorityClassName";
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
    values: ({ template }) => {
      const value = template.spec?.priorityClassName;
      return value ? [{ field: FIELD, value }] : [];
    },
    cel: `has(${POD}) && ${POD} != '' ? [${celListed(celText(FIELD), POD)}] : []`,
  }),
};
