import type { Job, Pod } from "../../api/job.ts";
import type { End } from "./ends.ts";

/** Of a Job with backoffLimitPerIndex: how often the pod's index had failed before. */
const FAILURES_ANNOTATION = "batch.kubernetes.io/job-index-failure-count";

/** Of digits alone, and within an int32: who may patch pods may write anything there. */
const COUNT = /^\d{1,9}$/;

/** The number that an annotation of a pod has; undefined where it has none. */
export function countIn({ metadata }: Pod, annotation: string): number | undefined {
  const text = metadata?.annotations?.[annotation] ?? "";
  return COUNT.test(text) ? Number(text) : undefined;
}

/** Which attempt ended so, the first being 1: of the pod's index, of the container, else of the Job. */
export function attemptOf(pod: Pod, end: End | undefined, job: Job): number {
  const before = countIn(pod, FAILURES_ANNOTATION);
  if (before !== undefined) return before + 1;
  if (!end || pod.spec?.restartPolicy !== "OnFailure") return Math.max(1, failedPods(job));
  const { restartCount, state } = end.status;
  return Math.max(1, state?.terminated === end.terminated ? restartCount + 1 : restartCount);
}

/** How many pods of a Job have failed, those included that its controller has seen and is about to count. */
export function failedPods({ status }: Job): number {
  return (status?.failed ?? 0) + (status?.uncountedTerminatedPods?.failed?.length ?? 0);
}
