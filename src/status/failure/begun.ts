import type { Failure } from "../../api/failure.ts";
import type { Pod } from "../../api/job.ts";
import { hasRunPods, podCounts } from "../../job/conditions.ts";
import type { StatusInputs } from "../inputs.ts";
import type { Evidence } from "./evidence.ts";
import { isRejected } from "./pod-says.ts";
import { isGoingOn } from "./standstill.ts";
import { isGated } from "./unscheduled.ts";

type Seen = Pick<StatusInputs, "run" | "job" | "evidence">;

/** Whether a pod of the run has begun to run, as far as can be told. */
export function hasBegun({ run, job, evidence }: Seen): boolean {
  return (
    run.podStartTime !== undefined || hasRunPods(job) || (evidence !== undefined && hasStarted(evidence))
  );
}

/**
 * Whether a pod of the run has run: one that the kubelet has refused has not, though it has failed.
 * @param known why a pod of it has failed, as it was told last
 */
export function hasRun({ run, job, evidence }: Seen, known: Failure | undefined): boolean {
  if (run.podStartTime !== undefined) return true;
  const { ready, succeeded, failed } = podCounts(job);
  if (ready + succeeded > 0) return true;
  if (evidence)
    return evidence.pods.some((pod) => hasStarted({ ...evidence, pods: [pod] }) && !isRejected(pod));
  return failed > 0 && known?.exitCode !== undefined;
}

/** Whether a pod of the run has begun to run: its phase says so, init containers not counted. */
export function hasStarted({ pods }: Evidence): boolean {
  return pods.some(({ status }) => status?.phase !== undefined && status.phase !== "Pending");
}

/** Whether a scheduling gate holds one of the pods. */
export function isHeld({ pods }: Evidence): boolean {
  return pods.some((pod) => isGoingOn(pod) && isGated(pod));
}

/**
 * Since when a run that has begun waits for a pod, milliseconds since the epoch: all that it has wait, and the last of
 * them was made then. undefined: one runs, or there is none.
 */
export function waitsSince(
  { pods }: Evidence,
  { active, ready }: { active: number; ready: number },
): number | undefined {
  const present = pods.filter(isGoingOn);
  // Of many not all are seen.
  if (ready > 0 || present.length === 0 || present.length < active) return undefined;
  if (present.some(({ status }) => status?.phase !== "Pending")) return undefined;
  const made = present.map(({ metadata }: Pod) => Date.parse(metadata?.creationTimestamp ?? ""));
  const known = made.filter((at) => !Number.isNaN(at));
  return known.length === 0 ? undefined : Math.max(...known);
}
