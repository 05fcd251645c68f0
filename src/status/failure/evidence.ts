import type { V1ContainerStatus } from "@kubernetes/client-node";
import type { Pod, KubeEvent } from "../../api/job.ts";
import type { Raw } from "../../api/raw.ts";
import { inTime } from "./events-say.ts";

export type ContainerStatus = Raw<V1ContainerStatus>;

/** What is read of a run's pods and events, only when something is wrong. */
export interface Evidence {
  pods: Pod[];
  /** Events of the Job. */
  jobEvents: KubeEvent[];
  /** Events of a pod that does not say itself why it waits, or was stopped. */
  podEvents: KubeEvent[];
  /** `pods` are all that the run has. */
  isWhole?: boolean;
}

export const NO_EVIDENCE: Evidence = { pods: [], jobEvents: [], podEvents: [] };

/** Init containers first, as they run. */
export function containerStatuses(pod: Pod): ContainerStatus[] {
  return [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
}

/** The latest Warning of some events. */
export function latestWarning(events: readonly KubeEvent[]): KubeEvent | undefined {
  return inTime(events.filter(({ type }) => type === "Warning")).at(-1);
}
