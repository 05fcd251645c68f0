import { type AskedSchedule, cronsOf } from "../api/schedule.ts";
import type { CronSchedule } from "../cron/schedule.ts";
import { DEFAULT_TIME_ZONE } from "../cron/time-zone.ts";

/** Reads cron expressions of one time zone as one schedule; throws CronError. Kept by whoever calls often. */
export type ReadCrons = (crons: readonly string[], timeZone: string) => CronSchedule;

/** A schedule's times, in milliseconds since the epoch, within notBefore and notAfter. */
export interface ScheduleTimes extends CronSchedule {
  /** Cron and time zone, as status.schedule.expression has them. */
  expression: string;
}

/** `0 2 * * *, 0 14 * * * Europe/Berlin`. Pure. */
export function expressionOf(schedule: AskedSchedule): string {
  return `${cronsOf(schedule).join(", ")} ${schedule.timeZone ?? DEFAULT_TIME_ZONE}`;
}

/**
 * The times of a schedule.
 * @throws CronError
 */
export function readTimes(schedule: AskedSchedule, read: ReadCrons): ScheduleTimes {
  const { timeZone = DEFAULT_TIME_ZONE, notBefore, notAfter } = schedule;
  const times = read(cronsOf(schedule), timeZone);
  const first = notBefore === undefined ? Number.NEGATIVE_INFINITY : Date.parse(notBefore);
  const last = notAfter === undefined ? Number.POSITIVE_INFINITY : Date.parse(notAfter);
  const within = (time: number | undefined): number | undefined =>
    time !== undefined && time >= first && time <= last ? time : undefined;
  return {
    expression: expressionOf(schedule),
    next: (after) => within(times.next(Math.max(after, first - 1_000))),
    latest: (at) => within(times.latest(Math.min(at, last))),
  };
}
