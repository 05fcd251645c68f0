import type { Job, Pod } from "../../api/job.ts";
import { failureCondition } from "../../job/conditions.ts";
import { failedPods } from "./attempt.ts";
import { containerStatuses } from "./evidence.ts";

/**
 * Whether the containers of a run were started again as often as its Job allows, for which the Job controller deletes the
 * pods that are left (pastBackoffLimitOnFailure in Kubernetes' pkg/controller/job/job_controller.go). The pods tell by
 * their counts, as far as they are there; a Job that has given up though no more pods failed than it allows has done so
 * for nothing else.
 */
export function isPastBackoffLimit(job: Job, pods: readonly Pod[]): boolean {
  const limit = job.spec?.backoffLimit;
  const condition = failureCondition(job);
  if (limit === undefined || (condition && condition.reason !== "BackoffLimitExceeded")) return false;
  if (condition && failedPods(job) <= limit) return true;
  return restartsOf(pods) >= Math.max(1, limit);
}

function restartsOf(pods: readonly Pod[]): number {
  return pods
    .filter(({ spec }) => spec?.restartPolicy === "OnFailure")
    .filter(wentOn)
    .flatMap(containerStatuses)
    .reduce((sum, { restartCount }) => sum + restartCount, 0);
}

/** Of those that have ended by themselves the counts are none. */
function wentOn({ metadata, status: { phase = "" } = {} }: Pod): boolean {
  return phase === "Failed" ? metadata?.deletionTimestamp !== undefined : phase !== "Succeeded";
}
