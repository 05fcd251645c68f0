import { type BatchTask, isRerunDue } from "../../api/batchtask.ts";
import type { Condition } from "../../api/condition.ts";
import { humanDuration } from "../../status/duration.ts";

export function taskCondition({ status }: BatchTask, type: string): Condition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

/** The condition that carries the whole story. */
export function readyOrUnseen(task: BatchTask): { reason: string; message: string } {
  return taskCondition(task, "Ready") ?? NOT_SEEN;
}

const NOT_SEEN = { reason: "", message: "the operator has not seen the task yet" };

/** A condition holds of the task as it is now: of this generation, with no rerun that is still to be heeded. */
export function holds(task: BatchTask, type: string): boolean {
  const condition = taskCondition(task, type);
  return (
    condition?.status === "True" &&
    condition.observedGeneration === task.metadata.generation &&
    !isRerunDue(task)
  );
}

/** The task has ended, and nothing that was asked of it is still to be done. */
export function isFinished(task: BatchTask): boolean {
  return holds(task, "Finished");
}

export function isComplete(task: BatchTask): boolean {
  return holds(task, "Complete");
}

/** How long the run took, or has taken until now; empty before it starts. `now` is RFC 3339. */
export function durationOf({ status }: BatchTask, now: string): string {
  const { startTime, completionTime } = status?.run ?? {};
  if (status?.duration !== undefined) return status.duration;
  // A resumed run begins anew, with all of its deadline.
  if (status?.phase === "Suspended") return "";
  return startTime === undefined || completionTime !== undefined ? "" : humanDuration(startTime, now);
}

/** How long ago the last run that has ended did; empty where none has. `now` is RFC 3339. */
export function lastEndText({ status }: BatchTask, now: string): string {
  const { completionTime, lastCompletionTime } = status?.run ?? {};
  const at = completionTime ?? lastCompletionTime;
  return at === undefined ? "" : humanDuration(at, now);
}

/** Since when, as kubectl prints it; <unknown> where it is not said. */
export function ageOf(time: string | undefined, now: string): string {
  return time === undefined ? "<unknown>" : humanDuration(time, now);
}

/** It has ended because it took longer than activeDeadlineSeconds. */
export const isLate = (task: BatchTask): boolean => readyOrUnseen(task).reason === "DeadlineExceeded";

/** The task runs again by itself: what it is at rest is no end of it. */
export const isOnSchedule = ({ spec }: BatchTask): boolean => spec.runs?.schedule !== undefined;

/** No time of its schedule counts, by the schedule's own suspend or by the task's. */
export const isHeld = ({ spec }: BatchTask): boolean =>
  spec.suspend === true || spec.runs?.schedule?.suspend === true;
