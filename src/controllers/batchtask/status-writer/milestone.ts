import { readyOf } from "../../../api/condition.ts";
import { type BatchTaskStatus, isTerminalPhase, phaseOfRun } from "../../../api/status.ts";

/**
 * Whether somebody may wait for this step: a run that begins, is stopped or ends, an edit that is seen, a condition
 * that turns, a failure of another kind, the Job of a run that was known to have none, the end of a wait in a queue;
 * and what can't be read a second time. All else is progress: counters, times, and reasons of what goes on. Pure.
 */
export function isMilestone(before: BatchTaskStatus | undefined, after: BatchTaskStatus): boolean {
  if (!before?.run) return isFirstWord(after);
  if (isTerminalPhase(phaseOfRun(before)) || isTerminalPhase(phaseOfRun(after))) return true;
  return milestones(before) !== milestones(after) || goesOnAtLast(before, after) || isLastWord(before, after);
}

/** Of a first run that is not on record yet. One whose Job is made is told with what its Job does next. */
function isFirstWord(after: BatchTaskStatus): boolean {
  if (isTerminalPhase(phaseOfRun(after)) || after.run?.jobUID === undefined) return true;
  return isLastWord(undefined, after);
}

/** Why the run fails is known by pods that are being deleted: one whose container restarted in place goes at once. */
function isLastWord(
  before: BatchTaskStatus | undefined,
  { phase, failure, terminating = 0 }: BatchTaskStatus,
): boolean {
  if (phase !== "Finishing" || terminating === 0 || failure?.exitCode === undefined) return false;
  return failure.message !== before?.failure?.message;
}

/** A run that had to wait, or whose Job was refused before. */
function goesOnAtLast(before: BatchTaskStatus, after: BatchTaskStatus): boolean {
  if (before.phase === "Queued") return after.phase !== "Queued";
  if (before.run?.jobUID !== undefined || after.run?.jobUID === undefined) return false;
  const ready = readyOf(before);
  return ready !== undefined && ready.reason !== "Pending";
}

function milestones(status: BatchTaskStatus): string {
  const { observedGeneration, run, lastHandledRerun, failure, schedule, conditions = [] } = status;
  const truths = conditions.map(({ type, status }) => `${type}=${status}`);
  return [
    observedGeneration,
    run?.number,
    run?.stopping,
    lastHandledRerun,
    failure?.reason,
    schedule?.expression,
    schedule?.handledTime,
    schedule?.suspended,
    schedule?.nextStartTime,
    ...truths,
  ].join();
}
