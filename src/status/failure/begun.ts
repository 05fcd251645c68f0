import type { Pod } from "../../api/job.ts";
import { hasRunPods } from "../../job/conditions.ts";
import type { StatusInputs } from "../inputs.ts";
import type { Evidence } from "./evidence.ts";
import { isGoingOn } from "./standstill.ts";
import { isGated } from "./unscheduled.ts";

/** Whether a pod of the run has begun to run, as far as can be told. */
export function hasBegun({ run, job, evidence }: Pick<StatusInputs, "run" | "job" | "evidence">): boolean {
  return (
    run.podStartTime !== undefined || hasRunPods(job) || (evidence !== undefined && hasStarted(evidence))
  );
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
