import { DEFAULT_TIME_ZONE } from "../cron/time-zone.ts";

/**
 * The annotation of a CronJob's Jobs that tells for what time one is (batch/v1, CronJobScheduledTimestampAnnotation). Here
 * pods carry it, too, so that the downward API has it.
 */
export const SCHEDULED_TIMESTAMP = "batch.kubernetes.io/cronjob-scheduled-timestamp";

/**
 * A time as the CronJob controller writes it: RFC 3339 with the offset of the schedule's zone, `Z` where that is none.
 * @param time RFC 3339
 */
export function zonedTime(time: string, timeZone: string = DEFAULT_TIME_ZONE): string {
  const at = new Date(time);
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
    timeZoneName: "longOffset",
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((one) => one.type === type)?.value ?? "";
  const date = `${part("year")}-${part("month")}-${part("day")}`;
  const clock = `${part("hour")}:${part("minute")}:${part("second")}`;
  const offset = part("timeZoneName").replace("GMT", "");
  return `${date}T${clock}${offset === "" || offset === "+00:00" ? "Z" : offset}`;
}
