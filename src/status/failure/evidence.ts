import type { V1ContainerStatus } from "@kubernetes/client-node";
import type { Pod, KubeEvent } from "../../api/job.ts";
import type { Raw } from "../../api/raw.ts";

export type ContainerStatus = Raw<V1ContainerStatus>;

/** What is read of a run's pods and events, only when something is wrong. */
export interface Evidence {
  pods: Pod[];
  /** Events of the Job. */
  jobEvents: KubeEvent[];
  /** Events of a pod that waits without saying why. */
  podEvents: KubeEvent[];
}

export const NO_EVIDENCE: Evidence = { pods: [], jobEvents: [], podEvents: [] };

/** Init containers first, as they run. */
export function containerStatuses(pod: Pod): ContainerStatus[] {
  return [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
}

/** The latest Warning of some events. */
export function latestWarning(events: readonly KubeEvent[]): KubeEvent | undefined {
  const warnings = events.filter(({ type }) => type === "Warning");
  return warnings.toSorted((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1)).at(-1);
}

function timeOf({ lastTimestamp, eventTime, metadata }: KubeEvent): string {
  return lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? "";
}
