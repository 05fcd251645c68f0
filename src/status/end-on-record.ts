import { endReasonOf, readyOf } from "../api/condition.ts";
import { type BatchTaskStatus, phaseOfRun, type Run } from "../api/status.ts";
import type { JobProgress } from "../job/progress.ts";
import { isObjection, outcomeOf } from "./scheduled.ts";

/** How the run of a status has ended, as that tells it. The phase is what a task without a schedule has. Pure. */
export function endOnRecord(status: BatchTaskStatus & { run: Run }): JobProgress {
  const { reason: cause = "", message = "" } = readyOf(status) ?? {};
  const phase = outcomeOf(phaseOfRun(status)) ?? "Unknown";
  const reason = endReasonOf(status) ?? cause;
  const told = { phase, reason, cause, message };
  const isOfSchedule = status.run.jobUID !== undefined && isObjection(cause);
  return isOfSchedule ? { ...told, ...ofFailure(status, reason) } : told;
}

/** Of the cause not all is known any more once Ready has told of the schedule instead. */
function ofFailure({ failure }: BatchTaskStatus, how: string): Pick<JobProgress, "cause" | "message"> {
  return { cause: failure?.reason ?? how, message: failure?.message ?? "" };
}
