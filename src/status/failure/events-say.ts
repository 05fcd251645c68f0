import type { KubeEvent } from "../../api/job.ts";
import type { Said } from "./pod-says.ts";

/** What the events about a pod tell of its end. */
export interface Told extends Said {
  pod: string | undefined;
  container?: string | undefined;
}

type Teller = (event: KubeEvent, all: readonly KubeEvent[]) => Told | undefined;

/** By the event's reason; what takes a pod away comes before what befalls a container. */
const TELLERS: readonly (readonly [string, Teller])[] = [
  ["Preempted", (event) => ofPod(event, "Preempted", "was preempted")],
  // "Cancelling deletion of Pod" tells of the opposite (pkg/controller/tainteviction).
  [
    "TaintManagerEviction",
    (event) =>
      event.message?.startsWith("Cancelling")
        ? undefined
        : ofPod(event, "TaintManagerEviction", "was evicted for a taint of its node"),
  ],
  ["Evicted", (event) => ofPod(event, "Evicted", "was evicted")],
  ["NodeNotReady", (event) => ofPod(event, "NodeNotReady", "is on a node that does not answer")],
  ["Killing", (event, all) => killed(event, all)],
];

/** Why a pod was taken away, or a container of it killed; undefined: they don't tell. */
export function eventsSay(events: readonly KubeEvent[]): Told | undefined {
  for (const [reason, teller] of TELLERS) {
    const event = events.findLast((one) => one.reason === reason && teller(one, events));
    if (event) return teller(event, events);
  }
  return undefined;
}

function ofPod({ involvedObject: { name }, message }: KubeEvent, reason: string, what: string): Told {
  return { reason, pod: name, message: `Pod ${name} ${what}${message ? `: ${message}` : ""}` };
}

/** "Container main failed liveness probe, will be restarted" (computePodActions in pkg/kubelet/kuberuntime) */
const PROBE = /^Container (\S+) failed (liveness|startup) probe/;

function killed(
  { involvedObject: { name }, message }: KubeEvent,
  all: readonly KubeEvent[],
): Told | undefined {
  const [, container, probe] = PROBE.exec(message ?? "") ?? [];
  if (container === undefined || probe === undefined) return undefined;
  const failing = all.findLast((event) => isProbe(event, probe) && containerIn(event) === container);
  const words = failing?.message ? `: ${failing.message}` : "";
  return {
    reason: "Unhealthy",
    pod: name,
    container,
    message: `Container ${container} of pod ${name} was killed, since its ${probe} probe failed${words}`,
  };
}

/** "Startup probe failed: …" */
export function isProbe({ reason, message = "" }: KubeEvent, probe: string): boolean {
  return reason === "Unhealthy" && message.toLowerCase().startsWith(`${probe} probe`);
}

/** The container that an event of a pod is about: "spec.initContainers{proxy}". */
export function containerIn({ involvedObject: { fieldPath = "" } }: KubeEvent): string | undefined {
  return /^spec\.\w+\{(.+)\}$/.exec(fieldPath)?.[1];
}

/** The pods that a Job's events tell of, the latest last (pkg/controller/job, pkg/controller/controller_utils.go). */
export function podsCreated(jobEvents: readonly KubeEvent[]): string[] {
  return namesIn(jobEvents, "SuccessfulCreate", /^Created pod: (\S+)$/);
}

/** The pods that the Job controller itself has deleted. */
export function podsDeleted(jobEvents: readonly KubeEvent[]): string[] {
  return namesIn(jobEvents, "SuccessfulDelete", /^Deleted pod: (\S+)$/);
}

function namesIn(events: readonly KubeEvent[], reason: string, words: RegExp): string[] {
  return inTime(events.filter((event) => event.reason === reason)).flatMap(
    ({ message = "" }) => words.exec(message)?.[1] ?? [],
  );
}

/** The oldest first, as far as their times tell. */
export function inTime(events: readonly KubeEvent[]): KubeEvent[] {
  return events.toSorted((a, b) => (timeOf(a) < timeOf(b) ? -1 : timeOf(a) > timeOf(b) ? 1 : 0));
}

function timeOf({ lastTimestamp, eventTime, metadata }: KubeEvent): string {
  return lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? "";
}
