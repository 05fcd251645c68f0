import type { BatchTask } from "../api/batchtask.ts";
import type { AskedSchedule, ScheduleStatus } from "../api/schedule.ts";
import { type Run, UNSEEN } from "../api/status.ts";
import { CronError } from "../cron/expression.ts";
import { metaTime } from "../kube/time.ts";
import { type Due, dueOf } from "./due.ts";
import { spreadOf } from "./spread.ts";
import { expressionOf, readTimes, type ReadCrons } from "./times.ts";

/** What a schedule asks for now. Times are in milliseconds since the epoch. */
export interface SchedulePlan extends Due {
  /** As the status is to tell it. */
  expression: string;
  spreadMs: number;
  /** No time counts. */
  isSuspended: boolean;
  /** The time for which a run starts once none goes on, RFC 3339; undefined: none is due, or a freeze is on. */
  starts?: string | undefined;
  /** A run that goes on is stopped for it. */
  replaces: boolean;
  /** How late a run may start, in milliseconds. */
  deadlineMs?: number | undefined;
  /** Why the schedule can't be read: one sentence, with value and fix. */
  problem?: string | undefined;
  /** When it is to be looked at again, since then something else may be due. */
  wakeAt?: number | undefined;
}

/** What a plan depends on beside the task. */
export interface Circumstances {
  /** The schedule within the guardrails. */
  schedule: AskedSchedule;
  read: ReadCrons;
  /** Milliseconds since the epoch. */
  now: number;
  /** Until when no run may start, where that is so: milliseconds since the epoch. */
  frozenUntil?: number | undefined;
}

/**
 * How far the API server's clock may be set back without times coming again: a clock that was set ahead by more counts
 * anew, else a year's error would end a schedule for a year.
 */
const SKEW_MS = 600_000;

const NOTHING: Due["missed"] = { count: 0, latest: [] };

/** What is due of a task's schedule, and what it has missed. Pure. */
export function planSchedule(task: BatchTask, circumstances: Circumstances): SchedulePlan {
  const { schedule, read, now, frozenUntil } = circumstances;
  const isSuspended = schedule.suspend === true || task.spec.suspend === true;
  const handled = Math.max(handledTime(task, circumstances, isSuspended), timeOf(task.status?.run));
  const spreadMs = spreadOf(schedule, task.metadata.uid);
  const { concurrencyPolicy, startingDeadlineSeconds: deadline } = schedule;
  const deadlineMs = deadline === undefined ? undefined : deadline * 1_000;
  const replaces = concurrencyPolicy === "Replace";
  const known = { expression: expressionOf(schedule), spreadMs, isSuspended, deadlineMs, replaces };
  const nothing = { ...known, handled, missed: NOTHING };
  try {
    const times = readTimes(schedule, read);
    if (isSuspended) return nothing;
    const due = dueOf(times, {
      handled,
      now,
      spreadMs,
      deadlineMs,
      isBusy: isBusy(task.status?.run),
      isFrozen: frozenUntil !== undefined,
      forbids: concurrencyPolicy === "Forbid",
    });
    const starts = due.time === undefined || frozenUntil !== undefined ? undefined : metaTime(due.time);
    return { ...known, ...due, starts, wakeAt: wakeAt(due, { spreadMs, deadlineMs, frozenUntil }) };
  } catch (error) {
    if (error instanceof CronError) return { ...nothing, problem: error.message };
    throw error;
  }
}

const isBusy = (run: Run | undefined): boolean => run !== undefined && run.completionTime === undefined;

/**
 * Up to when times are done with. A schedule that was added or whose times were changed counts from when that is seen, and
 * one that goes on again from then; that of a new task from its creation.
 */
function handledTime(
  { metadata, status }: BatchTask,
  { schedule, now }: Circumstances,
  isSuspended: boolean,
): number {
  const known = status?.schedule;
  if (!known) return isNew(status) ? Math.min(now, Date.parse(metadata.creationTimestamp ?? "") || now) : now;
  const recorded = Date.parse(known.handledTime);
  if (known.expression !== expressionOf(schedule) || recorded > now + SKEW_MS) return now;
  return goesOnAgain(known, isSuspended) ? now : recorded;
}

const isNew = (status: BatchTask["status"]): boolean => (status?.observedGeneration ?? UNSEEN) === UNSEEN;

/** A time whose run is known is done with, though the status may not say so yet. In milliseconds since the epoch. */
function timeOf(run: Run | undefined): number {
  const time = run && takenBy(run);
  return time === undefined ? Number.NEGATIVE_INFINITY : Date.parse(time);
}

/** The latest time that has got its run by this one, or gets it after this one. */
export function takenBy({ trigger, scheduleTime, nextScheduleTime }: Run): string | undefined {
  return nextScheduleTime ?? (trigger === "Scheduled" ? scheduleTime : undefined);
}

const goesOnAgain = ({ suspended = false }: ScheduleStatus, isSuspended: boolean): boolean =>
  suspended && !isSuspended;

function wakeAt(
  { time, next }: Due,
  {
    spreadMs,
    deadlineMs,
    frozenUntil,
  }: { spreadMs: number; deadlineMs: number | undefined; frozenUntil: number | undefined },
): number | undefined {
  const later = [
    next === undefined ? undefined : next + spreadMs,
    time === undefined || deadlineMs === undefined ? undefined : time + spreadMs + deadlineMs + 1,
    time === undefined ? undefined : frozenUntil,
  ].filter((at) => at !== undefined);
  return later.length === 0 ? undefined : Math.min(...later);
}

/** Until when a run that a time has started may wait, in milliseconds since the epoch; undefined: for ever. */
export function startByOf({ spreadMs, deadlineMs }: SchedulePlan, run: Run): number | undefined {
  if (run.trigger !== "Scheduled" || run.scheduleTime === undefined || deadlineMs === undefined)
    return undefined;
  return Date.parse(run.scheduleTime) + spreadMs + deadlineMs;
}
