import type { Failure } from "../../api/failure.ts";
import type { JobProgress } from "../../job/progress.ts";
import { isOfPod } from "./failure.ts";
import { advised } from "./hints.ts";
import { NO_CAUSE } from "./start-deadline.ts";

/** Between where a run is and why a pod of it has failed. */
export const LAST_FAILURE = "; last failure: ";

/**
 * What Ready says of a run that failed, or tries again: of the first why its pod ended, then what the Job says of it, which
 * is often no more than that it has tried often enough; of one that goes on what it does, then why a pod of it failed.
 */
export function withLastFailure(progress: JobProgress, failure: Failure | undefined): JobProgress {
  const { phase, message } = progress;
  if (!failure || isNoMore(failure, progress)) return progress;
  if (phase === "Running" || phase === "Starting")
    return isOfPod(failure)
      ? { ...progress, message: `${message}${LAST_FAILURE}${advised(failure.message, failure.hint)}` }
      : progress;
  if (phase !== "Failed" || progress.cause !== undefined) return progress;
  return { ...progress, cause: failure.reason, message: whole(failure, message) };
}

/** It tells what the Job tells, or that nothing does. */
function isNoMore({ pod, reason }: Failure, progress: JobProgress): boolean {
  return pod === undefined && (reason === progress.reason || reason === NO_CAUSE.reason);
}

/** Of a pod failure policy the Job's own message names the pod and its exit code; a deadline is told with what it says. */
function whole({ pod, message: why, hint }: Failure, message: string): string {
  if (why.startsWith(message)) return advised(why, hint);
  return pod !== undefined && message.includes(pod) && !message.includes(why)
    ? advised(message, hint)
    : `${advised(why, hint)}; ${message}`;
}
