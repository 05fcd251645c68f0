import type { KubeEvent } from "../../api/job.ts";
import type { JobProgress } from "../../job/progress.ts";

/**
 * What the events of a vanished Job say of its end. The Job controller tells of each end by one event:
 * "Completed", or a Warning with the reason of the condition Failed (pkg/controller/job/job_controller.go).
 */
export function resultFromEvents(jobEvents: readonly KubeEvent[]): JobProgress | undefined {
  for (const { type, reason = "", message = "" } of jobEvents) {
    if (reason === "Completed")
      return {
        phase: "Succeeded",
        reason: "Succeeded",
        message: "Known from the events of the Job, which is gone",
      };
    if (type === "Warning" && JOB_FAILURES.has(reason))
      return {
        phase: "Failed",
        reason,
        message: `${message} (known from the events of the Job, which is gone)`,
      };
  }
  return undefined;
}

/** Reasons of a Job's condition Failed (staging/src/k8s.io/api/batch/v1/types.go). */
export const JOB_FAILURES: ReadonlySet<string> = new Set([
  "BackoffLimitExceeded",
  "DeadlineExceeded",
  "PodFailurePolicy",
  "FailedIndexes",
  "MaxFailedIndexesExceeded",
]);
