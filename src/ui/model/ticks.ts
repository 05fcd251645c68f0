import type { BatchTask } from "../../api/batchtask.ts";
import type { AskedSchedule } from "../../api/schedule.ts";
import { metaTime } from "../../kube/time.ts";
import { type ReadCrons, readTimes } from "../../schedule/times.ts";

/** Times to come of schedules. Those that many tasks share are worked out once. */
export interface Ticks {
  /** The next starts of a task after a time, three at most, RFC 3339; none of one without a schedule, or whose schedule can't be read. */
  next: (task: BatchTask, now: number) => string[];
  /** All starts from one time to before another, in milliseconds; `most` at most. */
  between: (task: BatchTask, from: number, to: number) => number[];
}

export interface TicksOptions {
  /** Throws where an expression can't be read. */
  read: ReadCrons;
  /** By how much each time of a task is put off, in milliseconds. */
  spreadOf: (schedule: AskedSchedule, uid: string) => number;
}

const NEXT = 3;
/** A schedule of each minute has so many times a day. */
const MOST_TIMES = 1_441;
/** Kept lists of times; the one that was not asked for for longest goes first. */
const MOST_KEPT = 4_096;
const MINUTE_MS = 60_000;

/** A time of cron is a whole minute: what comes after one moment of a minute comes after each of it. */
const minuteOf = (ms: number): number => Math.floor(ms / MINUTE_MS) * MINUTE_MS;
const nextMinuteOf = (ms: number): number => Math.ceil(ms / MINUTE_MS) * MINUTE_MS;

interface Span {
  from: number;
  /** undefined: so many as are asked for. */
  to: number | undefined;
  most: number;
}

export function createTicks({ read, spreadOf }: TicksOptions): Ticks {
  const kept = new Map<string, readonly number[]>();

  function timesOf(schedule: AskedSchedule, { from, to, most }: Span): readonly number[] {
    const { cron, crons, timeZone, notBefore, notAfter } = schedule;
    const key = JSON.stringify([cron, crons, timeZone, notBefore, notAfter, from, to, most]);
    const found = kept.get(key) ?? gather(schedule, { from, to, most });
    kept.delete(key);
    kept.set(key, found);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value ?? key);
    return found;
  }

  function gather(schedule: AskedSchedule, { from, to = Number.POSITIVE_INFINITY, most }: Span): number[] {
    const found: number[] = [];
    try {
      const times = readTimes(schedule, read);
      let time = times.next(from);
      while (time !== undefined && time < to && found.length < most) {
        found.push(time);
        time = times.next(time);
      }
    } catch {
      // The task's condition says what can't be read; no time of it comes.
    }
    return found;
  }

  function startsOf(task: BatchTask, span: Span): number[] {
    const { schedule } = task.spec.runs ?? {};
    if (!schedule) return [];
    // A policy may have filled it in, or bounded it.
    const spreadSeconds = task.status?.effective?.spreadSeconds ?? schedule.spreadSeconds ?? 0;
    const spread = spreadOf({ ...schedule, spreadSeconds }, task.metadata.uid);
    const { from, to } = span;
    const shifted = {
      ...span,
      from: minuteOf(from - spread),
      to: to === undefined ? undefined : nextMinuteOf(to - spread),
    };
    return timesOf(schedule, shifted).map((time) => time + spread);
  }

  return {
    next: (task, now) => startsOf(task, { from: now, to: undefined, most: NEXT }).map(metaTime),
    between: (task, from, to) => startsOf(task, { from: from - 1, to, most: MOST_TIMES }),
  };
}
