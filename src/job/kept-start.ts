import type { Job } from "../api/job.ts";
import { conditionOf } from "./conditions.ts";
import { isInQueue } from "./diff.ts";

/**
 * Whether a Job that was suspended while it ran still has the time of its start. From Kubernetes 1.36 on the Job controller
 * takes it away (`MutableSchedulingDirectivesForSuspendedJobs`). Before, it judges the deadline of a resumed Job by it; and
 * API servers of 1.32.0 to 1.32.9, and of their like in 1.33 and 1.34, take no later one in its place, so that such a Job
 * never goes on (https://github.com/kubernetes/kubernetes/issues/134521). Kueue takes it away where a Job is in its queue.
 */
export function keepsStart(job: Job): boolean {
  if (job.spec?.suspend !== true || job.status?.startTime === undefined || isInQueue(job)) return false;
  return conditionOf(job, "Suspended") !== undefined;
}
