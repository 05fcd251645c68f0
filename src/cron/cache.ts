import type { CronSchedule } from "./schedule.ts";
import { readSchedules } from "./union.ts";

/** Schedules that are read once, each with what it said last. */
export interface ScheduleCache {
  /**
   * Those of one zone as one schedule.
   * @param timeZone a name of the IANA database
   * @throws CronError
   */
  read: (expressions: readonly string[], timeZone?: string) => CronSchedule;
}

/** About 1 kB each; one that is dropped is read again in a fraction of a millisecond. */
const MOST_SCHEDULES = 4096;

/** @param most how many are kept; the one that was not asked for for longest goes first */
export function createScheduleCache(most: number = MOST_SCHEDULES): ScheduleCache {
  const kept = new Map<string, CronSchedule>();
  return {
    read(expressions, timeZone) {
      const key = JSON.stringify([timeZone, ...expressions]);
      const schedule = kept.get(key) ?? remembering(readSchedules(expressions, timeZone));
      // A Map keeps the order in which keys came.
      kept.delete(key);
      kept.set(key, schedule);
      if (kept.size > most) kept.delete(kept.keys().next().value ?? key);
      return schedule;
    },
  };
}

/** Between one time and the next nothing changes: who asks for a time in between gets the same two without a look. */
function remembering(schedule: CronSchedule): CronSchedule {
  let next = { from: Number.POSITIVE_INFINITY, time: undefined as number | undefined };
  let latest = { until: Number.NEGATIVE_INFINITY, time: undefined as number | undefined };
  return {
    next(after) {
      if (after >= next.from && after < (next.time ?? Number.POSITIVE_INFINITY)) return next.time;
      next = { from: after, time: schedule.next(after) };
      return next.time;
    },
    latest(at) {
      if (at <= latest.until && at >= (latest.time ?? Number.NEGATIVE_INFINITY)) return latest.time;
      latest = { until: at, time: schedule.latest(at) };
      return latest.time;
    },
  };
}
