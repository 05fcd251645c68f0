import type { MissReason } from "../api/schedule.ts";
import type { BatchTaskStatus } from "../api/status.ts";

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

/** What an event says of a step that has missed something, however many times: it tells of the latest one, and why. */
export function missedNote(before: BatchTaskStatus | undefined, after: BatchTaskStatus): string | undefined {
  const count = newlyMissed(before, after);
  const [latest] = after.schedule?.missed ?? [];
  if (count === 0 || !latest) return undefined;
  const { scheduleTime, reason } = latest;
  const more = count === 1 ? "" : `, and ${count - 1} before it`;
  return `No run for the time ${scheduleTime}${more}: ${WHY[reason]} (${reason})`;
}
