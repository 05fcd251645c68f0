import type { BatchTask } from "../../api/batchtask.ts";
import { CronError } from "../../cron/expression.ts";
import { upcomingTimes } from "../schedule/upcoming.ts";
import { isOfPresentRun } from "./present.ts";
import type { RunFacts } from "./task.ts";

/**
 * The run that a task's spec would be of: the present one where it needs no new Job. Pure.
 * @param live the task that is there
 * @param now milliseconds since the epoch
 */
export function runFor(next: BatchTask, live: BatchTask | undefined, now: number): RunFacts {
  const run = live?.status?.run;
  if (!live || !run) return { number: 1, ...(next.spec.runs?.schedule?.runAtOnce ? {} : timeOf(next, now)) };
  return isOfPresentRun(next, live) ? run : { number: run.number + 1, ...timeOf(next, now) };
}

/** For which time of its schedule a run is that is still to start. */
function timeOf({ spec, metadata }: BatchTask, now: number): { scheduleTime?: string } {
  const { schedule } = spec.runs ?? {};
  if (!schedule) return {};
  try {
    const [time] = upcomingTimes(schedule, { after: now, count: 1, uid: metadata.uid });
    return time ? { scheduleTime: time.scheduleTime } : {};
  } catch (error) {
    // Its own condition tells; the Job is as it would be.
    if (error instanceof CronError) return {};
    throw error;
  }
}
