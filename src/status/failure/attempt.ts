import type { Job, Pod } from "../../api/job.ts";
import type { ContainerStatus } from "./evidence.ts";

/** How a container ended: in its present state or the one before. */
export interface End {
  pod: Pod;
  status: ContainerStatus;
  terminated: NonNullable<NonNullable<ContainerStatus["state"]>["terminated"]>;
}

/** Of a Job with backoffLimitPerIndex: how often the pod's index had failed before. */
const FAILURES_ANNOTATION = "batch.kubernetes.io/job-index-failure-count";

/** Which attempt ended so, the first being 1: of the pod's index, of the container, else of the Job. */
export function attemptOf({ pod, status, terminated }: End, job: Job): number {
  const before = pod.metadata?.annotations?.[FAILURES_ANNOTATION];
  if (before !== undefined) return Number(before) + 1;
  const { restartCount, state } = status;
  if (pod.spec?.restartPolicy !== "OnFailure") return Math.max(1, failedPods(job));
  return Math.max(1, state?.terminated === terminated ? restartCount + 1 : restartCount);
}

/** Those included that the Job controller has seen and is about to count. */
function failedPods({ status }: Job): number {
  return (status?.failed ?? 0) + (status?.uncountedTerminatedPods?.failed?.length ?? 0);
}
