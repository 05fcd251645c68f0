import { adjustNumber, numberObjections, unchanged } from "../number-rule.ts";
import type { Rule } from "../rule.ts";

/** Bounds the span over which the times of schedules are spread. A schedule without one is not spread, which is 0. */
export const spreadSeconds: Rule = {
  name: "spreadSeconds",
  about: [
    "Not all schedules start on the full hour: bounds runs.schedule.spreadSeconds, by a part of which each time is put off.",
    "A schedule that asks for nothing gets default, or min where a policy has no default. A task without a schedule is not concerned.",
    "A change of the policy holds from the next time on.",
  ],
  example: { spreadSeconds: { default: 300, max: 3600 } },
  ...numberObjections("spreadSeconds"),
  adjust: (spec, { numbers: { spreadSeconds: bounds } }) =>
    spec.runs?.schedule ? adjustNumber(spec, "spreadSeconds", { bounds, absent: 0 }) : unchanged(spec),
};
