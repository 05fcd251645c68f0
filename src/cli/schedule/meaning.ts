import { type AskedSchedule, cronsOf } from "../../api/schedule.ts";
import { DEFAULT_TIME_ZONE } from "../../cron/time-zone.ts";
import { inWords } from "../../cron/words.ts";

/**
 * What a schedule means, in plain English, as "At 02:30, every day (Europe/Berlin)". Pure.
 * @throws CronError
 */
export function meaningOf(schedule: AskedSchedule): string {
  const { timeZone = DEFAULT_TIME_ZONE } = schedule;
  return `${cronsOf(schedule).map(inWords).join("; ")} (${timeZone})`;
}
