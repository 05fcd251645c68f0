import type { MissReason } from "../api/schedule.ts";
import type { BatchTaskStatus } from "../api/status.ts";
import type { TaskEvent } from "./events.ts";

/** Why a time has no run, for people. */
const WHY: Record<MissReason, string> = {
  Busy: "a run went on",
  Frozen: "a policy's freeze was on",
  TooLate: "startingDeadlineSeconds were over",
  OperatorAway: "a later time had come when the operator looked",
};

/** Times of the schedule that this step has found to be without a run. Pure. */
export function newlyMissed(before: BatchTaskStatus | undefined, after: BatchTaskStatus): number {
  const [were, are] = [before, after].map((status) => status?.schedule?.missedTimes ?? 0);
  return Math.max(0, (are ?? 0) - (were ?? 0));
}

/** One event for each step that has missed something, however many times: it tells of the latest one. */
export function missedTimes(before: BatchTaskStatus | undefined, after: BatchTaskStatus): TaskEvent[] {
  const count = newlyMissed(before, after);
  const [latest] = after.schedule?.missed ?? [];
  if (count === 0 || !latest) return [];
  const { scheduleTime, reason } = latest;
  const more = count === 1 ? "" : `, and ${count - 1} before it`;
  const note = `No run for the time ${scheduleTime}${more}: ${WHY[reason]} (${reason})`;
  return [{ type: "Warning", reason: "ScheduleMissed", action: "Schedule", note }];
}
