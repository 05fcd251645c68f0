import type { BatchTask } from "../../../api/batchtask.ts";
import type { Job } from "../../../api/job.ts";
import type { BatchTaskStatus, Run } from "../../../api/status.ts";
import {
  conditionOf,
  failureCondition,
  hasRunPods,
  isJobFinished,
  isPaused,
} from "../../../job/conditions.ts";
import { progressOf } from "../../../job/progress.ts";

/** A pod that has not begun to run this long after its Job started is asked why. */
const PATIENCE_MS = 2_000;

/** What is wrong with a run, so that more than its Job has to be read. */
export type Symptom = "Failed" | "NotStarted" | "JobGone";

/**
 * Whether something is wrong, so that pods or events have to be read. A healthy run costs no such read, nor does one that
 * succeeded whatever failed before.
 * @param job the run's Job; undefined where it must exist and does not
 * @param now milliseconds since the epoch
 */
export function symptomOf({ status }: BatchTask, job: Job | undefined, now: number): Symptom | undefined {
  const run = status?.run;
  if (!run || run.completionTime !== undefined) return undefined;
  if (!job) return isLost(run) ? "JobGone" : undefined;
  if (isFailing(job, status)) return "Failed";
  return run.podStartTime === undefined && isOverdue(job, now) ? "NotStarted" : undefined;
}

function isLost({ jobUID, stopping }: Run): boolean {
  return jobUID !== undefined && stopping !== true;
}

function isFailing(job: Job, status: BatchTaskStatus): boolean {
  if (conditionOf(job, "Complete")) return false;
  return hasFailedAnew(job, status) || isEndingBadly(job, status);
}

function hasFailedAnew(job: Job, { failed = 0 }: BatchTaskStatus): boolean {
  return (job.status?.failed ?? 0) > failed;
}

/** The outcome is failure, and which container it was is not known yet. */
function isEndingBadly(job: Job, { failure }: BatchTaskStatus): boolean {
  if (failure?.pod !== undefined) return false;
  return failureCondition(job) !== undefined;
}

function isOverdue(job: Job, now: number): boolean {
  const startTime = job.status?.startTime;
  const { phase } = progressOf(job, false);
  if (startTime === undefined || hasRunPods(job) || phase === "Queued" || isJobFinished(job)) return false;
  if (isPaused(job)) return false;
  return now - Date.parse(startTime) >= PATIENCE_MS;
}
