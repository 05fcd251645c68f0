import type { Pod } from "../../api/job.ts";
import { defined } from "../../api/defined.ts";
import { type ContainerStatus, containerStatuses } from "../../status/failure/evidence.ts";
import type { ContainerView, PodView } from "../../ui/model/wire.ts";

/** Pure. */
export function podView(pod: Pod): PodView {
  return {
    name: pod.metadata?.name ?? "",
    ...defined({ node: pod.spec?.nodeName }),
    phase: pod.metadata?.deletionTimestamp === undefined ? (pod.status?.phase ?? "Pending") : "Terminating",
    containers: containerStatuses(pod).map(containerView),
  };
}

function containerView({ name, state, restartCount: restarts }: ContainerStatus): ContainerView {
  const { waiting, terminated } = state ?? {};
  if (terminated) {
    const { reason, exitCode } = terminated;
    return { name, state: "Terminated", restarts, ...defined({ reason, exitCode }) };
  }
  if (state?.running) return { name, state: "Running", restarts };
  return { name, state: "Waiting", restarts, ...defined({ reason: waiting?.reason }) };
}
