import { allowList } from "../allow-list.ts";
import type { Rule } from "../rule.ts";

const POD = "variables.pod.restartPolicy";

/** Which restartPolicy a pod may have. That of a sidecar is another thing and is left alone. */
export const restartPolicies: Rule = {
  name: "restartPolicies",
  about: [
    "Which restartPolicy a task's pods may have: Never keeps the logs of each failed attempt, OnFailure restarts containers in place.",
    "There is no clamping: a task with another restartPolicy is refused.",
  ],
  example: { restartPolicies: { allowed: ["Never"] } },
  ...allowList({
    rule: "restartPolicies",
    field: "template.spec.restartPolicy",
    value: ({ template }) => template.spec?.restartPolicy,
    cel: { present: `has(${POD})`, value: POD },
  }),
};
