import type { Failure } from "../../api/failure.ts";
import { advised } from "./hints.ts";
import type { JobProgress } from "../../job/progress.ts";

/** Between where a run is and why a pod of it has failed. */
export const LAST_FAILURE = "; last failure: ";

/**
 * What Ready says of a run that failed, or tries again: of the first the container whose end was the cause, then what the Job says of it, which
 * is often no more than that it has tried often enough. A passed deadline is its own cause.
 */
export function withLastFailure(progress: JobProgress, failure: Failure | undefined): JobProgress {
  const { phase, reason, message } = progress;
  if (phase === "Running" && failure?.exitCode !== undefined)
    return { ...progress, message: `${message}${LAST_FAILURE}${advised(failure.message, failure.hint)}` };
  if (phase !== "Failed" || failure?.exitCode === undefined || reason === "DeadlineExceeded") return progress;
  // Of a pod failure policy the Job's own message names the pod and its exit code.
  if (failure.pod !== undefined && message.includes(failure.pod)) return progress;
  return { ...progress, message: `${advised(failure.message, failure.hint)}; ${message}` };
}
