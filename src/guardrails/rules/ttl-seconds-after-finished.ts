import { celNumberChange, celNumberHeld, celStart } from "../number-change.ts";
import { adjustNumber, numberObjections, unfilledNumber } from "../number-rule.ts";
import type { Rule } from "../rule.ts";

/** Bounds how long a finished Job and its pods stay. An absent value means for ever, which no max allows. */
export const ttlSecondsAfterFinished: Rule = {
  name: "ttlSecondsAfterFinished",
  about: [
    "Finished Jobs don't pile up: bounds how many seconds a finished Job and its pods stay. The result stays in the task's status.",
    "A task that asks for nothing gets default, or max where a policy has no default.",
    "A change of the policy reaches running tasks and finished Jobs that are still there.",
  ],
  example: { ttlSecondsAfterFinished: { default: 3600, max: 86400 } },
  ...numberObjections("ttlSecondsAfterFinished"),
  // A CronJob has history limits of its own.
  ...unfilledNumber("ttlSecondsAfterFinished", { ofCronJobs: false }),
  adjust: (spec, { numbers: { ttlSecondsAfterFinished: bounds } }) =>
    adjustNumber(spec, "ttlSecondsAfterFinished", { bounds, absent: Number.POSITIVE_INFINITY }),
  celAdjust: {
    holds: celNumberHeld("ttlSecondsAfterFinished"),
    changes: celNumberChange("ttlSecondsAfterFinished", {
      start: `request.kind.kind == 'CronJob' ? ${celStart.none} : ${celStart.endless("variables.rules.ttlSecondsAfterFinished")}`,
    }),
  },
};
