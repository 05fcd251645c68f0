import { adjustNumber, numberObjections } from "../number-rule.ts";
import type { Rule } from "../rule.ts";

/** Bounds how long a run may wait for its first pod. An absent value means for ever, which no max allows. */
export const startDeadlineSeconds: Rule = {
  name: "startDeadlineSeconds",
  about: [
    "No run waits for ever for its first pod: bounds runs.startDeadlineSeconds, past which a missing image, a missing Secret or a lack of room ends the run.",
    "A task that asks for nothing gets default, or max where a policy has no default.",
    "A change of the policy reaches running tasks.",
  ],
  example: { startDeadlineSeconds: { default: 600, max: 3600 } },
  ...numberObjections("startDeadlineSeconds"),
  adjust: (spec, { numbers: { startDeadlineSeconds: bounds } }) =>
    adjustNumber(spec, "startDeadlineSeconds", { bounds, absent: Number.POSITIVE_INFINITY }),
};
