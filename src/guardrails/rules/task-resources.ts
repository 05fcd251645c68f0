import type { Rule } from "../rule.ts";
import { PODS_VARIABLES, podsAtOnce } from "../sums/pods-at-once.ts";
import { sumRule } from "../sums/sum-rule.ts";

/** Bounds what all pods that run at once ask for together. */
export const taskResources: Rule = {
  name: "taskResources",
  refuses: true,
  about: [
    "What a task may ask for at any time, all its pods together: what `podResources` counts for one pod, times the pods that may run at once, which are `parallelism`, and no more than `completions`.",
    "A parallelism that this policy clamps counts as it is then. Pods that end while others start are not counted twice.",
    "There is no clamping: a task that asks for more is refused.",
  ],
  example: { taskResources: { requests: { cpu: { max: 200 } }, limits: { "nvidia.com/*": { max: 16 } } } },
  ...sumRule({
    rule: "taskResources",
    words:
      "spec.{field} is {asked} in sum, for {pods} pods at once, and policy {policy} allows a task at most {bound}: ask for less, or lower spec.parallelism",
    times: podsAtOnce,
    celTimes: "variables.podsAtOnce",
  }),
  variables: PODS_VARIABLES,
};
