import { type CronSchedule, readSchedule } from "./schedule.ts";

/** Schedules that are kept: one for each minute of a day, at an hour's step. */
const MOST = 1_024;

/** Reads cron expressions of one time zone as one schedule, once for as long as it is asked for now and then. */
export function createCronReader(): (crons: readonly string[], timeZone: string) => CronSchedule {
  const known = new Map<string, CronSchedule>();
  return (crons, timeZone) => {
    const key = `${timeZone}\n${crons.join("\n")}`;
    const before = known.get(key);
    if (before) return before;
    const made = together(crons.map((cron) => readSchedule(cron, timeZone)));
    if (known.size >= MOST) known.clear();
    known.set(key, made);
    return made;
  };
}

const all = (times: readonly (number | undefined)[]): number[] => times.filter((time) => time !== undefined);

function together(schedules: readonly CronSchedule[]): CronSchedule {
  return {
    next: (after) => all(schedules.map((one) => one.next(after))).toSorted((a, b) => a - b)[0],
    latest: (at) => all(schedules.map((one) => one.latest(at))).toSorted((a, b) => b - a)[0],
  };
}
