import { defined } from "../../api/defined.ts";
import { startByOf } from "../../schedule/plan.ts";
import type { Run } from "../../api/status.ts";
import type { SchedulePlan } from "../../schedule/plan.ts";
import type { Trigger } from "../../api/trigger.ts";
import { tooLateMessage } from "./messages.ts";

/** A run, and what the task's schedule asks for beside it. */
interface OnSchedule {
  run: Run;
  next?: Trigger | undefined;
  schedule?: SchedulePlan | undefined;
}

/** The next time of the task's schedule has come, and does not let the run that goes on end by itself. */
export function isReplacedOnTime({ next, schedule }: OnSchedule): boolean {
  return next === "Scheduled" && schedule?.replaces === true;
}

/** The run as it is to be recorded before its Job is deleted: whatever becomes of the schedule, a run follows for that time. */
export function stoppedOnTime({ run, schedule }: OnSchedule): Run {
  return { ...run, stopping: true, ...defined({ nextScheduleTime: schedule?.starts }) };
}

/** The time for which a run starts once this one has ended, RFC 3339; undefined: none is due. */
export function timeToStart(run: Run, schedule: SchedulePlan | undefined): string | undefined {
  return run.nextScheduleTime ?? schedule?.starts;
}

/**
 * Why a run that waits for its start is given up: its schedule does not let it wait any longer. undefined: it may wait.
 * @param now milliseconds since the epoch
 */
export function tooLate({ run, schedule }: OnSchedule, now: number): string | undefined {
  const startBy = schedule && startByOf(schedule, run);
  return startBy === undefined || now <= startBy ? undefined : tooLateMessage(run, startBy);
}
