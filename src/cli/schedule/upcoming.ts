import { defined } from "../../api/defined.ts";
import { type AskedSchedule, cronsOf } from "../../api/schedule.ts";
import { DEFAULT_TIME_ZONE } from "../../cron/time-zone.ts";
import { readSchedules } from "../../cron/union.ts";
import { metaTime } from "../../kube/time.ts";
import { spreadOf } from "../../schedule/spread.ts";
import { readTimes, type ScheduleTimes } from "../../schedule/times.ts";
import { clockNote } from "./clock-change.ts";

/** One time of a schedule that is to come. */
export interface Upcoming {
  /** The time as the schedule has it, RFC 3339. */
  scheduleTime: string;
  /** With the task's part of the spread, RFC 3339; absent: it is not known, since the task is not stored. */
  startTime?: string;
  /** What a change of the clock has to do with it. */
  note?: string;
}

/** Which times are asked for. */
export interface Asked {
  /** Those that start after this one, in milliseconds since the epoch. */
  after: number;
  count: number;
  /** Of a stored task. */
  uid?: string | undefined;
}

/** By how much each time of a task is put off, in milliseconds; undefined: it follows from a UID that is not there yet. */
export function spreadMsOf(schedule: AskedSchedule, uid: string | undefined): number | undefined {
  return uid === undefined && schedule.spreadSeconds ? undefined : spreadOf(schedule, uid ?? "");
}

/**
 * The next times of a schedule, whether or not it is suspended. Pure.
 * @throws CronError
 */
export function upcomingTimes(schedule: AskedSchedule, { after, count, uid }: Asked): Upcoming[] {
  const times = timesOf(schedule);
  const spreadMs = spreadMsOf(schedule, uid);
  const found: Upcoming[] = [];
  let time = times.next(after - (spreadMs ?? 0));
  while (time !== undefined && found.length < count) {
    found.push({
      scheduleTime: metaTime(time),
      ...defined({
        startTime: spreadMs === undefined ? undefined : metaTime(time + spreadMs),
        note: noteOf(schedule, times, time),
      }),
    });
    time = times.next(time);
  }
  return found;
}

/** @throws CronError */
export function timesOf(schedule: AskedSchedule): ScheduleTimes {
  return readTimes(schedule, readSchedules);
}

const comes = (times: Pick<ScheduleTimes, "next">, at: number): boolean => times.next(at - 1_000) === at;

function noteOf(schedule: AskedSchedule, times: ScheduleTimes, time: number): string | undefined {
  const { timeZone = DEFAULT_TIME_ZONE } = schedule;
  const crons = cronsOf(schedule).filter((cron) => comes(timesOf({ cron, timeZone }), time));
  return clockNote({ crons, timeZone }, time, (other) => comes(times, other));
}
