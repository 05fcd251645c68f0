import type { Pod } from "../../api/job.ts";
import type { Said } from "./cause.ts";
import { containerStatuses } from "./evidence.ts";

/**
 * Who took a running pod away, by the condition DisruptionTarget ("Pod disruption conditions" in Kubernetes' page on
 * disruptions). Where the kubelet did it, its own reason stands in the status.
 */
const DISRUPTIONS: ReadonlyMap<string, string> = new Map([
  ["PreemptionByScheduler", "Preempted"],
  ["DeletionByTaintManager", "TaintManagerEviction"],
  ["EvictionByEvictionAPI", "Evicted"],
  ["DeletionByPodGC", "NodeLost"],
  ["TerminationByKubelet", "Terminated"],
]);

/** Words of the kubelet that read like something else (pkg/kubelet/preemption, pkg/kubelet/kubelet.go). */
const SAME: ReadonlyMap<string, string> = new Map([
  ["Preempting", "Preempted"],
  ["DeadlineExceeded", "PodDeadlineExceeded"],
]);

/** What a pod itself says of its end: the kubelet's reason, else who took it away. undefined: it says nothing. */
export function podSays(pod: Pod): Said | undefined {
  const { reason, message } = pod.status ?? {};
  return reason ? said(pod, SAME.get(reason) ?? reason, message) : disrupted(pod);
}

function disrupted(pod: Pod): Said | undefined {
  const { reason, message } = disruptionOf(pod) ?? {};
  return reason ? said(pod, DISRUPTIONS.get(reason) ?? reason, message) : undefined;
}

/** When the pod was taken away, RFC 3339. */
export function disruptedAt(pod: Pod): string | undefined {
  return disruptionOf(pod)?.lastTransitionTime;
}

function disruptionOf({ status }: Pod) {
  return status?.conditions?.find(({ type, status }) => type === "DisruptionTarget" && status === "True");
}

function said(pod: Pod, reason: string, words = ""): Said {
  const name = `Pod ${pod.metadata?.name}`;
  const what =
    SENTENCES.get(reason)?.(pod) ?? (isRejected(pod) ? rejected(pod, reason) : `was stopped (${reason})`);
  return { reason, message: words === "" ? `${name} ${what}` : `${name} ${what}: ${words}` };
}

const SENTENCES: ReadonlyMap<string, (pod: Pod) => string> = new Map([
  ["Evicted", () => "was evicted"],
  ["Preempted", () => "was preempted"],
  ["TaintManagerEviction", () => "was evicted for a taint of its node"],
  ["NodeLost", () => "was lost with its node"],
  [
    "PodDeadlineExceeded",
    ({ spec }: Pod) =>
      `was stopped by its own deadline of ${spec?.activeDeadlineSeconds} s, which is template.spec.activeDeadlineSeconds, not the run's`,
  ],
]);

/** The kubelet has refused the pod: no container of it ever was. */
export function isRejected(pod: Pod): boolean {
  return (
    pod.status?.phase === "Failed" &&
    containerStatuses(pod).every(({ state }) => !state?.terminated?.startedAt && !state?.running)
  );
}

const rejected = ({ spec }: Pod, reason: string): string =>
  `was rejected by ${spec?.nodeName === undefined ? "its node" : `node ${spec.nodeName}`} (${reason})`;
