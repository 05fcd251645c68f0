import { celNumberChange, celNumberHeld, celStart } from "../number-change.ts";
import { adjustNumber, numberObjections, unfilledNumber } from "../number-rule.ts";
import type { Rule } from "../rule.ts";

/** Bounds how long a run may take. An absent value means no end at all, which no max allows. */
export const activeDeadlineSeconds: Rule = {
  name: "activeDeadlineSeconds",
  about: [
    "No run hangs for ever: bounds how many seconds a run may take, over all its retries.",
    "A task that asks for nothing gets default, or max where a policy has no default.",
    "A change of the policy reaches running tasks.",
  ],
  example: { activeDeadlineSeconds: { default: 3600, max: 86400 } },
  ...numberObjections("activeDeadlineSeconds"),
  ...unfilledNumber("activeDeadlineSeconds", { ofCronJobs: true }),
  adjust: (spec, { numbers: { activeDeadlineSeconds: bounds } }) =>
    adjustNumber(spec, "activeDeadlineSeconds", { bounds, absent: Number.POSITIVE_INFINITY }),
  celAdjust: {
    holds: celNumberHeld("activeDeadlineSeconds"),
    changes: celNumberChange("activeDeadlineSeconds", {
      start: celStart.endless("variables.rules.activeDeadlineSeconds"),
    }),
  },
};
