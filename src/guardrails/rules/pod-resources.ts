import type { Rule } from "../rule.ts";
import { SUM_VARIABLES } from "../sums/cel.ts";
import { sumRule } from "../sums/sum-rule.ts";

/** Bounds what all containers of a pod ask for together. */
export const podResources: Rule = {
  name: "podResources",
  refuses: true,
  about: [
    "What a pod may ask for in all, by name of the resource, or by a pattern in which `*` stands for any characters: `nvidia.com/*` counts every GPU and every slice of one together.",
    "It is counted as Kubernetes counts: containers and sidecars together, or an init container with the sidecars, whichever is more; a request that is absent is the limit. Of what `template.spec.resources` asks for, that alone counts.",
    "A container that asks for nothing counts with what this policy or the baseline fills in, one that asks for more than this policy's own max in `resources` with that max, and a limit of 0 for cpu, memory or ephemeral-storage with the max.",
    "There is no clamping: a task that asks for more is refused.",
  ],
  example: { podResources: { limits: { memory: { max: "64Gi" }, "nvidia.com/*": { max: 2 } } } },
  ...sumRule({
    rule: "podResources",
    words:
      "spec.{field} is {asked} in sum, and policy {policy} allows a pod at most {bound}: ask for less, or for fewer containers",
    times: () => 1,
    celTimes: "1",
  }),
  variables: SUM_VARIABLES,
};
