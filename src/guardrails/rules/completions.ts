import { adjustNumber, numberObjections, unchanged } from "../number-rule.ts";
import type { Rule } from "../rule.ts";

/**
 * Bounds completions. Absent beside parallelism it means a work queue, which one success ends, and
 * stays so; absent without parallelism it is 1 (SetDefaults_Job in pkg/apis/batch/v1).
 */
export const completions: Rule = {
  name: "completions",
  about: [
    "Bounds how many pods must succeed.",
    "Lowered completions leave work undone without a failure, so Reject is the better choice for most.",
    "A task with parallelism and without completions is a work queue and is left as it is.",
    "A change of the policy reaches future runs only.",
  ],
  example: { completions: { max: 1000, onViolation: "Reject" } },
  ...numberObjections("completions"),
  adjust: (spec, { numbers: { completions: bounds } }) =>
    spec.completions === undefined && spec.parallelism !== undefined
      ? unchanged(spec)
      : adjustNumber(spec, "completions", { bounds, absent: 1 }),
};
