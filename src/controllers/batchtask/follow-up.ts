import type { BatchTaskSpec } from "../../api/batchtask.ts";
import type { Job } from "../../api/job.ts";
import type { BatchTaskStatus, Run } from "../../api/status.ts";
import type { Trigger } from "../../api/trigger.ts";
import { isJobFinished } from "../../job/conditions.ts";
import type { Outcome } from "./apply.ts";
import type { Action } from "./decide.ts";
import { isExpired } from "./deletion-time.ts";
import { jobTtl } from "../../job/ttl-seconds-after-finished.ts";

/** A status that was just recorded, and what it was before. */
export interface Record {
  before: BatchTaskStatus | undefined;
  status: BatchTaskStatus;
  /** The spec within the guardrails. */
  guarded: BatchTaskSpec;
  job?: Job | undefined;
  /** Why another run starts. */
  next?: Trigger | undefined;
  /** The time of the look, in milliseconds since the epoch. */
  now: number;
}

/** Whether the Job is another one than the look has seen: changed, or found where one was to be made. Own writes wake nobody. */
export function hasChanged(action: Action, { job, problem, isAdopted }: Outcome): boolean {
  if (isAdopted) return true;
  if ((action.kind !== "PatchJob" && action.kind !== "ForgetStart") || problem) return false;
  return job?.metadata?.resourceVersion !== action.job.metadata?.resourceVersion;
}

/**
 * Whether a record is followed by more at once: own writes wake nobody. A run that is to be stopped has its Job deleted;
 * after an end its Job is brought to rest, the next run starts, or the task goes. Pure.
 */
export function isFollowed({ before, status: { run }, guarded, job, next, now }: Record): boolean {
  if (!run || isSame(before?.run, run)) return false;
  if (run.stopping || next !== undefined || isExpired(guarded, run, now)) return true;
  return job !== undefined && !isAtRest(job, guarded);
}

function isSame(before: Run | undefined, { number, completionTime, stopping }: Run): boolean {
  const { completionTime: ended, stopping: stopped } = before?.number === number ? before : {};
  return completionTime === ended && stopping === stopped;
}

function isAtRest(job: Job, { ttlSecondsAfterFinished }: BatchTaskSpec): boolean {
  return isJobFinished(job) && job.spec?.ttlSecondsAfterFinished === jobTtl(ttlSecondsAfterFinished, true);
}
