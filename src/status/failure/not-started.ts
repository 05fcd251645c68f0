import { defined } from "../../api/defined.ts";
import type { Failure } from "../../api/failure.ts";
import type { Pod, KubeEvent } from "../../api/job.ts";
import { containerStatuses, type Evidence, latestWarning } from "./evidence.ts";
import { hintFor } from "./hints.ts";

/** Reasons to wait that mean nothing is wrong yet. */
export const STILL_STARTING: ReadonlySet<string> = new Set(["ContainerCreating", "PodInitializing"]);

/** Whether a pod of the run has begun to run: its phase says so, init containers not counted. */
export function hasStarted({ pods }: Evidence): boolean {
  return pods.some(({ status }) => status?.phase !== undefined && status.phase !== "Pending");
}

/** Why no pod runs; undefined where nothing is wrong yet. */
export function startProblem(evidence: Evidence): Failure | undefined {
  for (const pod of evidence.pods) {
    const cause = waiting(pod) ?? unscheduled(pod);
    if (cause) return cause;
  }
  const [pod] = evidence.pods;
  return pod ? told(evidence.podEvents.filter(isOwnWord), pod) : told(evidence.jobEvents);
}

/** The kubelet's `Failed` only repeats what the container's state says, a moment before or after it does. */
const isOwnWord = ({ reason }: KubeEvent): boolean => reason !== "Failed";

/** What the events about a pod, or about the Job that has none, tell. */
function told(events: readonly KubeEvent[], pod?: Pod): Failure | undefined {
  const event = latestWarning(events);
  if (!event?.reason) return undefined;
  return failure({ reason: event.reason, message: event.message ?? "", ...whereabouts(pod) });
}

function whereabouts(pod: Pod | undefined) {
  return { pod: pod?.metadata?.name, node: pod?.spec?.nodeName };
}

function waiting(pod: Pod): Failure | undefined {
  for (const { name, state } of containerStatuses(pod)) {
    const { reason, message = "" } = state?.waiting ?? {};
    if (reason === undefined || STILL_STARTING.has(reason)) continue;
    return failure({ reason: steady(reason), message, ...whereabouts(pod), container: name });
  }
  return undefined;
}

/** The kubelet shows the two in turn, at every attempt; status must not follow each of them. */
function steady(reason: string): string {
  return reason === "ErrImagePull" ? "ImagePullBackOff" : reason;
}

/** The scheduler's word. A scheduling gate is somebody's wish, and no problem. */
function unscheduled(pod: Pod): Failure | undefined {
  const condition = pod.status?.conditions?.find(
    ({ type, status }) => type === "PodScheduled" && status === "False",
  );
  if (!condition || condition.reason === "SchedulingGated") return undefined;
  return failure({
    reason: condition.reason ?? "Unschedulable",
    message: condition.message ?? "",
    pod: pod.metadata?.name,
  });
}

function failure(
  facts: Pick<Failure, "reason" | "message"> & { [K in "pod" | "node" | "container"]?: string | undefined },
): Failure {
  return defined({ ...facts, hint: hintFor(facts.reason, facts) });
}
