import type { BatchTaskSpec } from "../../api/batchtask.ts";
import { allowList, celListed, type Listed } from "../allow-list.ts";
import type { Rule } from "../rule.ts";

/** The policy that rules of a container's own amount to: it is restarted in place, and its log goes. */
const IN_PLACE = "OnFailure";
const LISTS = ["containers", "initContainers"] as const;

/** Of the pod and of each container that has one of its own (ContainerRestartRules). */
function policiesOf({ template }: BatchTaskSpec): Listed[] {
  const { restartPolicy, containers = [], initContainers = [] } = template.spec ?? {};
  const lists = { containers, initContainers };
  const own = LISTS.flatMap((list) =>
    lists[list].flatMap(({ name, restartPolicy: value, restartPolicyRules: rules = [] }): Listed[] => {
      const field = `template.spec.${list}[${name}].restartPolicy`;
      const isSidecar = list === "initContainers" && value === "Always";
      return [
        ...(value && !isSidecar ? [{ field, value }] : []),
        ...(rules.length > 0 ? [{ field: `${field}Rules`, value: "Restart", as: IN_PLACE }] : []),
      ];
    }),
  );
  return [...(restartPolicy ? [{ field: "template.spec.restartPolicy", value: restartPolicy }] : []), ...own];
}

/** CEL of the same; what makes a sidecar is left alone. */
function celOwn(list: (typeof LISTS)[number]): string {
  const all = `variables.pod.${list}`;
  const field = (name: string) => `'template.spec.${list}[' + c.name + '].${name}'`;
  const judged = list === "initContainers" ? " && c.restartPolicy != 'Always'" : "";
  const policies = `${all}.filter(c, has(c.restartPolicy)${judged}).map(c, ${celListed(field("restartPolicy"), "c.restartPolicy")})`;
  const rules = `${all}.filter(c, has(c.restartPolicyRules) && size(c.restartPolicyRules) > 0).map(c, ${celListed(field("restartPolicyRules"), "'Restart'", `'${IN_PLACE}'`)})`;
  return `(has(${all}) ? ${policies} + ${rules} : [])`;
}

const POD = "variables.pod.restartPolicy";

/** Which restartPolicy a pod and its containers may have. What makes a sidecar of one is left alone. */
export const restartPolicies: Rule = {
  name: "restartPolicies",
  refuses: true,
  about: [
    "Which restartPolicy a task's pods may have: Never keeps the logs of each failed attempt, OnFailure restarts containers in place.",
    "It holds for a container's own restartPolicy, too; its restartPolicyRules count as OnFailure. A sidecar's Always is left alone.",
    "There is no clamping: a task with another restartPolicy is refused.",
  ],
  example: { restartPolicies: { allowed: ["Never"] } },
  ...allowList({ rule: "restartPolicies", values: policiesOf, cel: "variables.restartPolicies" }),
  variables: {
    restartPolicies: `(has(${POD}) ? [${celListed("'template.spec.restartPolicy'", POD)}] : []) + ${LISTS.map(celOwn).join(" + ")}`,
  },
};
