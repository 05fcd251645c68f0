import type { Run } from "../api/status.ts";
import { TEMPLATE_HASH_ANNOTATION } from "../api/group.ts";
import type { Job } from "../api/job.ts";

export type JobCondition = NonNullable<NonNullable<Job["status"]>["conditions"]>[number];

/** The Job's condition of a type, where it is True. */
export function conditionOf(job: Job, type: string): JobCondition | undefined {
  return job.status?.conditions?.find((condition) => condition.type === type && condition.status === "True");
}

/** Whether a Job has ended (IsJobFinished in Kubernetes' pkg/controller/job/util). */
export function isJobFinished(job: Job): boolean {
  return (conditionOf(job, "Complete") ?? conditionOf(job, "Failed")) !== undefined;
}

/** What the Job says of its failure: that it is coming, or that it is there. */
export function failureCondition(job: Job): JobCondition | undefined {
  return conditionOf(job, "FailureTarget") ?? conditionOf(job, "Failed");
}

/** How many pods a Job has of each kind: what is not there counts as none. */
export function podCounts(job: Job | undefined) {
  const { active = 0, ready = 0, succeeded = 0, failed = 0, terminating = 0 } = job?.status ?? {};
  return { active, ready, succeeded, failed, terminating };
}

/** Whether a pod of the Job has run, by its counters. */
export function hasRunPods(job: Job | undefined): boolean {
  const { ready, succeeded, failed } = podCounts(job);
  return ready + succeeded + failed > 0;
}

/** Whether a Job has ended, or is going to as failed. */
export function isEnding(job: Job): boolean {
  return isJobFinished(job) || failureCondition(job) !== undefined;
}

/** A Job with parallelism 0 asks for no pod until it is raised. */
export function isPaused(job: Job | undefined): boolean {
  return job?.spec?.parallelism === 0;
}

/** When a Job ended: a complete one says so itself, a failed one by its condition. */
export function finishTime(job: Job): string | undefined {
  return job.status?.completionTime ?? conditionOf(job, "Failed")?.lastTransitionTime;
}

/** What a run's record takes from its Job. */
export function runFieldsOf({ metadata = {}, status = {} }: Job, { jobUID }: Pick<Run, "jobUID">) {
  const made = jobUID === undefined ? metadata.annotations?.[TEMPLATE_HASH_ANNOTATION] : undefined;
  return {
    jobUID: metadata.uid,
    templateHash: made,
    startTime: status.startTime,
  };
}
