import type { KubeEvent } from "../../api/job.ts";
import { byText } from "./by-text.ts";
import type { Said } from "./cause.ts";

/** What the events about a pod tell of its end. */
export interface Told extends Said {
  pod: string | undefined;
  container?: string | undefined;
}

type Teller = (event: KubeEvent) => Told | undefined;

/** What takes a pod away, by the event's reason. */
const TELLERS: readonly (readonly [string, Teller])[] = [
  ["Preempted", (event) => ofPod(event, "was preempted")],
  // "Cancelling deletion of Pod" tells of the opposite (pkg/controller/tainteviction).
  [
    "TaintManagerEviction",
    (event) =>
      event.message?.startsWith("Cancelling")
        ? undefined
        : ofPod(event, "was evicted for a taint of its node"),
  ],
  ["Evicted", (event) => ofPod(event, "was evicted")],
  ["NodeNotReady", (event) => ofPod(event, "is on a node that does not answer")],
];

/**
 * Why a pod was taken away, or a container of it killed; undefined: they don't tell.
 * @param wasDeleted somebody has deleted the pod: that its containers were stopped follows from it
 */
export function eventsSay(events: readonly KubeEvent[], wasDeleted: boolean): Told | undefined {
  for (const [reason, teller] of TELLERS) {
    const own = events.filter((event) => event.reason === reason);
    const told = own.map(teller).findLast((one) => one !== undefined);
    if (told) return told;
  }
  return wasDeleted ? undefined : killed(events);
}

function ofPod({ involvedObject: { name }, message, reason = "" }: KubeEvent, what: string): Told {
  return { reason, pod: name, message: `Pod ${name} ${what}${message ? `: ${message}` : ""}` };
}

const PROBES = ["liveness", "startup"] as const;

/**
 * A container that was stopped though nobody had deleted its pod was so for its probe. The kubelet says it of one that it
 * starts again ("Container main failed liveness probe, will be restarted"), and of another one only that it stops it.
 */
function killed(events: readonly KubeEvent[]): Told | undefined {
  const stopped = events.findLast(({ reason }) => reason === "Killing");
  const container = stopped && containerIn(stopped);
  if (container === undefined) return undefined;
  const own = events.filter((event) => containerIn(event) === container);
  const probe = PROBES.find((one) => own.some((event) => isProbe(event, one)));
  if (probe === undefined) return undefined;
  const { name } = stopped?.involvedObject ?? {};
  const words = own.findLast((event) => isProbe(event, probe))?.message?.trim();
  const message = `Container ${container} of pod ${name} was killed, since its ${probe} probe failed: ${words}`;
  return { reason: "Unhealthy", pod: name, container, message };
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
  return namesIn(jobEvents, "SuccessfulCreate", /Created pod: (\S+)$/);
}

/** The pods that the Job controller itself has deleted. */
export function podsDeleted(jobEvents: readonly KubeEvent[]): string[] {
  return namesIn(jobEvents, "SuccessfulDelete", /Deleted pod: (\S+)$/);
}

function namesIn(events: readonly KubeEvent[], reason: string, words: RegExp): string[] {
  return inTime(events.filter((event) => event.reason === reason)).flatMap(
    ({ message = "" }) => words.exec(message)?.[1] ?? [],
  );
}

/** The oldest first, as far as their times tell. */
export function inTime(events: readonly KubeEvent[]): KubeEvent[] {
  return events.toSorted((a, b) => byText(timeOf(a), timeOf(b)));
}

/** When an event was last seen, RFC 3339. */
export function timeOf({ lastTimestamp, eventTime, metadata }: KubeEvent): string {
  return lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? "";
}
