import type { BatchTaskSpec } from "../../../api/batchtask.ts";
import { type AskedSchedule, cronsOf } from "../../../api/schedule.ts";
import { shortestInterval } from "../../../cron/shortest-interval.ts";
import { meaningOf } from "../../schedule/meaning.ts";
import { timesOf } from "../../schedule/upcoming.ts";
import type { Remark } from "../finding.ts";

const SCHEDULE = "spec.runs.schedule";

/**
 * What a schedule that can be read means, and what about it is hardly meant so. Pure.
 * @param now milliseconds since the epoch
 * @throws CronError
 */
export function scheduleAdvice(spec: BatchTaskSpec, now: number): Remark[] {
  const { schedule } = spec.runs ?? {};
  if (!schedule) return [];
  const meaning = `${SCHEDULE}: ${meaningOf(schedule)}; \`kubectl batchtask next -f FILE\` lists its times`;
  return [
    { severity: "note", rule: "schedule", field: SCHEDULE, message: meaning },
    ...lifeOf(schedule, now),
    ...paceOf(spec, schedule),
  ];
}

/** No time is left, or there never was one. */
function lifeOf(schedule: AskedSchedule, now: number): Remark[] {
  const { notBefore, notAfter } = schedule;
  if (notAfter === undefined) return [];
  const field = `${SCHEDULE}.notAfter`;
  if (Date.parse(notAfter) < now)
    return [
      warning(field, `${field} is ${notAfter}, which has passed, so that no time comes: write a later one`),
    ];
  if (timesOf(schedule).next(now) !== undefined) return [];
  const from = notBefore === undefined || Date.parse(notBefore) < now ? "now" : `notBefore (${notBefore})`;
  const message = `${field} is ${notAfter}, and no time of the schedule comes between ${from} and then: write a later one`;
  return [warning(field, message)];
}

/** How often times come, against what else is written. */
function paceOf({ activeDeadlineSeconds }: BatchTaskSpec, schedule: AskedSchedule): Remark[] {
  const { startingDeadlineSeconds, concurrencyPolicy, spreadSeconds } = schedule;
  const seconds = (shortestInterval(cronsOf(schedule)) ?? Number.POSITIVE_INFINITY) / 1_000;
  const pace = `two times of the schedule are ${seconds} s apart at the shortest`;
  const remarks: Remark[] = [];
  const exceeds = (value: number | undefined): value is number => value !== undefined && value > seconds;
  const tell = (name: string, value: number, why: string) => {
    const field = `${SCHEDULE}.${name}`;
    remarks.push(warning(field, `${field} is ${value}, and ${pace}: ${why}`));
  };
  if (exceeds(startingDeadlineSeconds))
    tell(
      "startingDeadlineSeconds",
      startingDeadlineSeconds,
      `the next time takes the place of one that waits so long: write ${seconds} or less, or leave it out`,
    );
  if (exceeds(spreadSeconds))
    tell(
      "spreadSeconds",
      spreadSeconds,
      `a start may be put off past the next time: write ${seconds} or less`,
    );
  if (concurrencyPolicy === "Forbid" && exceeds(activeDeadlineSeconds)) {
    const field = "spec.activeDeadlineSeconds";
    remarks.push(
      warning(
        field,
        `${field} is ${activeDeadlineSeconds}, and ${pace}: a run that takes so long lets times be missed (concurrencyPolicy Forbid); write ${seconds} or less, or concurrencyPolicy: Queue`,
      ),
    );
  }
  return remarks;
}

const warning = (field: string, message: string): Remark => ({
  severity: "warning",
  rule: "schedule",
  field,
  message,
});
