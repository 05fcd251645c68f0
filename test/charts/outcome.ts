import type { BatchTask } from "../../src/api/batchtask.ts";
import { endReasonOf, readyOf } from "../../src/api/condition.ts";
import type { Job } from "../../src/api/job.ts";

/** How a Job or a task stands. */
export interface Outcome {
  end: "Complete" | "Failed" | "Refused" | "Unknown" | "Going";
  /** Of a failure, the Job's own. */
  reason?: string | undefined;
  message?: string | undefined;
}

export function outcomeOfJob(job: Job | undefined): Outcome {
  const conditions = job?.status?.conditions ?? [];
  const found = conditions.find(
    ({ type, status }) => status === "True" && (type === "Complete" || type === "Failed"),
  );
  if (!found) return { end: "Going", reason: job?.spec?.suspend ? "Suspended" : undefined };
  const { reason, message } = found;
  return { end: found.type === "Complete" ? "Complete" : "Failed", reason, message };
}

export function outcomeOfTask(task: BatchTask | undefined): Outcome {
  const ready = readyOf(task?.status);
  const story = { message: `${ready?.reason}: ${ready?.message}` };
  switch (task?.status?.phase) {
    case "Succeeded":
      return { end: "Complete", ...story };
    case "Failed":
      return { end: "Failed", reason: endReasonOf(task.status), ...story };
    case "Rejected":
      return { end: "Refused", reason: ready?.reason, ...story };
    case "Unknown":
      return { end: "Unknown", reason: ready?.reason, ...story };
    case "Suspended":
      return { end: "Going", reason: "Suspended", ...story };
    case "Scheduled":
    case "Pending":
    case "Queued":
    case "Starting":
    case "Running":
    case "Finishing":
    case undefined:
      return { end: "Going", ...story };
  }
}

/** Whether the one says what the other does. Words of the API server are its own for each kind. */
export function areAlike(job: Outcome, task: Outcome): boolean {
  return (
    job.end === task.end && (job.end === "Complete" || job.end === "Refused" || job.reason === task.reason)
  );
}

export function sentenceOf({ end, reason, message }: Outcome): string {
  return `${end}${reason === undefined ? "" : ` (${reason})`}${message ? `: ${message}` : ""}`;
}
