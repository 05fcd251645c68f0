import { DEFAULT_TIME_ZONE } from "../../cron/time-zone.ts";
import { allowList, celListed } from "../allow-list.ts";
import type { Rule } from "../rule.ts";
import { celText } from "../text/sentence.ts";

const FIELD = "runs.schedule.timeZone";
const SCHEDULE = "variables.spec.runs.schedule";
const VALUE = `(has(${SCHEDULE}.timeZone) ? ${SCHEDULE}.timeZone : ${celText(DEFAULT_TIME_ZONE)})`;

/** Which time zones schedules may be of. */
export const scheduleTimeZones: Rule = {
  name: "scheduleTimeZones",
  refuses: true,
  about: [
    "Which time zones schedules may be of, so that a night is the same for all; `*` stands for any characters.",
    `A schedule that names none is of ${DEFAULT_TIME_ZONE}, which must be allowed, too.`,
    "There is no clamping: a task with another time zone is refused. A task without a schedule is not concerned, nor is a CronJob.",
  ],
  example: { scheduleTimeZones: { allowed: ["Europe/Berlin", "Etc/UTC"] } },
  ...allowList({
    rule: "scheduleTimeZones",
    values: ({ runs }) =>
      runs?.schedule ? [{ field: FIELD, value: runs.schedule.timeZone ?? DEFAULT_TIME_ZONE }] : [],
    cel: `has(variables.spec.runs) && has(${SCHEDULE}) ? [${celListed(celText(FIELD), VALUE)}] : []`,
  }),
};
