import { defined } from "../../api/defined.ts";
import type { Failure } from "../../api/failure.ts";
import type { KubeEvent, Pod } from "../../api/job.ts";
import { harmless } from "../harmless.ts";
import type { Cause } from "./cause.ts";
import { halfEnded } from "./half-ended.ts";
import { containerStatuses, type Evidence, latestWarning } from "./evidence.ts";
import { containerIn, eventsSay, inTime, isProbe } from "./events-say.ts";
import { hintFor } from "./hints.ts";
import { gated, unscheduled } from "./unscheduled.ts";
import { waiting } from "./waiting.ts";
import { whereabouts } from "./whereabouts.ts";

/** What a pod itself tells, the nearest cause first. */
const BY_POD: readonly ((pod: Pod) => Cause | undefined)[] = [gated, waiting, unscheduled, halfEnded];

/** Why pods of a run don't start, or don't go on; undefined where nothing is wrong, or not yet. */
export function standstillOf(evidence: Evidence): Failure | undefined {
  const pods = evidence.pods.filter(isGoingOn);
  for (const pod of pods) {
    const cause = BY_POD.map((tell) => tell(pod)).find((told) => told !== undefined);
    if (cause) return withHint(withKiller(cause, evidence.podEvents));
  }
  const cause = pods.length > 0 ? toldOfPods(evidence.podEvents, pods) : toldOfJob(evidence.jobEvents);
  return cause && withHint(cause);
}

/** A container that is killed again and again may be so by its probe: the events tell. */
function withKiller(cause: Cause, podEvents: readonly KubeEvent[]): Cause {
  if (cause.restarts === undefined) return cause;
  const told = eventsSay(
    podEvents.filter(({ involvedObject }) => involvedObject.name === cause.pod),
    false,
  );
  return told ? { ...cause, message: `${cause.message}; ${told.message}` } : cause;
}

/** It may still run, or does. */
export function isGoingOn({ metadata, status }: Pod): boolean {
  const isOver = status?.phase === "Succeeded" || status?.phase === "Failed";
  return !isOver && metadata?.deletionTimestamp === undefined;
}

function withHint(cause: Cause): Failure {
  const { reason, message, exitCode } = cause;
  return defined({ ...cause, message: harmless(message), hint: hintFor(reason, { exitCode, message }) });
}

/** What the events about a pod tell: of one that runs, only what still holds of it. */
function toldOfPods(events: readonly KubeEvent[], pods: readonly Pod[]): Cause | undefined {
  const pod = pods.find(({ metadata }) =>
    events.some(({ involvedObject }) => involvedObject.uid === metadata?.uid),
  );
  const about = pod ?? pods[0];
  const holds = about && hasRun(about) ? isOfRunning : isOfPlaced(about);
  const event = latestWarning(events.filter((one) => isOwnWord(one) && holds(one)));
  if (!event?.reason) return undefined;
  return { ...told(event, about), container: containerIn(event) };
}

/** The kubelet's `Failed` only repeats what the container's state says, a moment before or after it does. */
const isOwnWord = ({ reason }: KubeEvent): boolean => reason !== "Failed";

/** A container of it has run, be it an init container: what kept it from starting is over. */
function hasRun(pod: Pod): boolean {
  const isPast = containerStatuses(pod).some(
    ({ state, lastState }) => state?.running ?? state?.terminated ?? lastState?.terminated,
  );
  return isPast || pod.status?.phase === "Running";
}

/** Of a pod that has a node the scheduler's earlier words hold no more. */
const isOfPlaced =
  (pod: Pod | undefined) =>
  ({ reason }: KubeEvent): boolean =>
    pod?.spec?.nodeName === undefined || reason !== "FailedScheduling";

/** A probe that is not passed yet, or not any more, and a node that does not answer. */
const isOfRunning = (event: KubeEvent): boolean =>
  isProbe(event, "startup") || isProbe(event, "liveness") || event.reason === "NodeNotReady";

/** What the events about a Job that has no pod tell, unless it has got one since. */
function toldOfJob(events: readonly KubeEvent[]): Cause | undefined {
  const last = inTime(
    events.filter(({ type, reason }) => type === "Warning" || reason === "SuccessfulCreate"),
  ).at(-1);
  return last?.type === "Warning" && last.reason ? told(last, undefined) : undefined;
}

function told({ reason = "", message = "" }: KubeEvent, pod: Pod | undefined): Cause {
  return { reason, message, ...whereabouts(pod) };
}
