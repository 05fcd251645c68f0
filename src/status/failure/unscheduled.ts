import type { Pod } from "../../api/job.ts";
import type { Cause } from "./cause.ts";
import { whereabouts } from "./whereabouts.ts";

/** Kubernetes' word for a pod that a scheduling gate holds back. */
export const SCHEDULING_GATED = "SchedulingGated";

/** Whether a scheduling gate holds the pod. */
export function isGated(pod: Pod): boolean {
  return scheduledOf(pod)?.reason === SCHEDULING_GATED;
}

/** Somebody's wish: the gates that keep the scheduler from the pod. */
export function gated(pod: Pod): Cause | undefined {
  if (!isGated(pod)) return undefined;
  const names = (pod.spec?.schedulingGates ?? []).map(({ name }) => name);
  const gates = names.length === 1 ? "its scheduling gate" : "its scheduling gates";
  const message = `waits until ${gates} ${names.join(", ")} ${names.length === 1 ? "is" : "are"} removed`;
  return { reason: SCHEDULING_GATED, message, ...whereabouts(pod) };
}

/** The scheduler's word. */
export function unscheduled(pod: Pod): Cause | undefined {
  const condition = scheduledOf(pod);
  if (!condition) return undefined;
  const { reason = "Unschedulable", message = "" } = condition;
  return { reason, message, ...whereabouts(pod) };
}

/** Why no node is chosen for the pod yet. */
function scheduledOf({ status }: Pod) {
  return status?.conditions?.find(({ type, status }) => type === "PodScheduled" && status === "False");
}
