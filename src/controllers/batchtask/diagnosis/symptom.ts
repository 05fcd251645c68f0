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
import type { Failure } from "../../../api/failure.ts";
import { isOfPod } from "../../../status/failure/failure.ts";
import type { Vital } from "./vitals.ts";

/** A pod that has not begun to run this long after its Job started is asked why. */
const PATIENCE_MS = 2_000;

/** What is wrong with a run, so that more than its Job has to be read. */
export type Symptom = "Failed" | "NotStarted" | "NotReady" | "JobGone";

/** Whether it only tells why pods do not run: nothing that is recorded waits for it. */
export function isAboutStart(symptom: Symptom | undefined): boolean {
  return symptom === "NotStarted" || symptom === "NotReady";
}

/** Of a run that has begun, how long its pods may not be ready before they are asked why. */
export const UNREADY_MS = 4_000;

/**
 * Whether something is wrong, so that pods or events have to be read. A healthy run costs no such read, nor does one that
 * succeeded whatever failed before.
 * @param job the run's Job; undefined where it must exist and does not
 * @param now milliseconds since the epoch
 * @param vital how a run is that has begun
 */
export function symptomOf(
  { status }: BatchTask,
  job: Job | undefined,
  now: number,
  vital: Vital = {},
): Symptom | undefined {
  const run = status?.run;
  if (!run || run.completionTime !== undefined) return undefined;
  if (!job) return isLost(run) ? "JobGone" : undefined;
  return isFailing(job, status) ? "Failed" : whileGoingOn(run, job, now, vital);
}

function whileGoingOn(run: Run, job: Job, now: number, { unreadyForMs }: Vital): Symptom | undefined {
  if (run.podStartTime === undefined && isOverdue(job, now)) return "NotStarted";
  return unreadyForMs !== undefined && unreadyForMs >= UNREADY_MS ? "NotReady" : undefined;
}

function isLost({ jobUID, stopping }: Run): boolean {
  return jobUID !== undefined && stopping !== true;
}

function isFailing(job: Job, status: BatchTaskStatus): boolean {
  if (conditionOf(job, "Complete") ?? conditionOf(job, "SuccessCriteriaMet")) return false;
  return hasFailedAnew(job, status) || isEndingBadly(job, status);
}

function hasFailedAnew(job: Job, { failed = 0 }: BatchTaskStatus): boolean {
  return (job.status?.failed ?? 0) > failed;
}

/** The outcome is failure, and which pod it was is not known yet; of a deadline, what still ran. */
function isEndingBadly(job: Job, { failure }: BatchTaskStatus): boolean {
  const condition = failureCondition(job);
  if (!condition) return false;
  const isKnown =
    condition.reason === "DeadlineExceeded" ? failure?.reason === condition.reason : isEnd(failure);
  return !isKnown || failure?.pod === undefined || isDoubtful(job, failure);
}

/** Who has deleted a pod is asked once more at the Job's end: it may have been the Job controller, which says so later. */
const isDoubtful = (job: Job, { reason }: Failure): boolean => reason === "PodDeleted" && isJobFinished(job);

const isEnd = (failure: Failure | undefined): boolean => failure !== undefined && isOfPod(failure);

function isOverdue(job: Job, now: number): boolean {
  const startTime = job.status?.startTime;
  const { phase } = progressOf(job, false);
  if (startTime === undefined || hasRunPods(job) || phase === "Queued" || isJobFinished(job)) return false;
  if (isPaused(job)) return false;
  return now - Date.parse(startTime) >= PATIENCE_MS;
}
