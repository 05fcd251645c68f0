import { type CronSchedule, readSchedule } from "./schedule.ts";

/**
 * Several expressions of one zone as one schedule. A time that several of them have comes once.
 * @param timeZone a name of the IANA database
 * @throws CronError
 */
export function readSchedules(expressions: readonly string[], timeZone?: string): CronSchedule {
  return unite([...new Set(expressions)].map((expression) => readSchedule(expression, timeZone)));
}

/** The schedule that has the times of all of these; without any it never comes. */
function unite(schedules: readonly CronSchedule[]): CronSchedule {
  const [only, ...others] = schedules;
  if (only && others.length === 0) return only;
  return {
    next: (after) => extreme(Math.min, schedules, (schedule) => schedule.next(after)),
    latest: (at) => extreme(Math.max, schedules, (schedule) => schedule.latest(at)),
  };
}

function extreme(
  choose: (...times: number[]) => number,
  schedules: readonly CronSchedule[],
  timeOf: (schedule: CronSchedule) => number | undefined,
): number | undefined {
  const times = schedules.flatMap((schedule) => timeOf(schedule) ?? []);
  return times.length === 0 ? undefined : choose(...times);
}
