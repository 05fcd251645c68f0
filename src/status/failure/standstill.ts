import { defined } from "../../api/defined.ts";
import type { Failure } from "../../api/failure.ts";
import type { KubeEvent, Pod } from "../../api/job.ts";
import { harmless } from "../harmless.ts";
import type { Cause } from "./cause.ts";
import { halfEnded } from "./half-ended.ts";
import { containerStatuses, type Evidence, latestWarning } from "./evidence.ts";
import { containerIn, eventsSay, inTime, isProbe, timeOf } from "./events-say.ts";
import { JOB_FAILURES } from "./lost-result.ts";
import { deletionOf } from "./deletion.ts";
import { podSays } from "./pod-says.ts";
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
  const cause =
    pods.length > 0
      ? toldOfPods(evidence.podEvents, pods)
      : (leaving(evidence.pods) ?? toldOfJob(evidence.jobEvents));
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
  const { exitCode } = cause;
  const [reason, message] = [harmless(cause.reason), harmless(cause.message)];
  return defined({ ...cause, reason, message, hint: hintFor(reason, { exitCode, message }) });
}

/** A pod that was to go and runs still, with nothing in its place. */
function leaving(pods: readonly Pod[]): Cause | undefined {
  const pod = pods.find(({ metadata, status }) => metadata?.deletionTimestamp && status?.phase === "Running");
  if (!pod) return undefined;
  const said = podSays(pod);
  const why = said ? `; ${said.message}` : "";
  const message = `is to be gone since ${deletionOf(pod)} and is not: its node may not answer${why}`;
  return { reason: said?.reason ?? "Terminating", message, ...whereabouts(pod) };
}

/** What the events about a pod tell: of one that runs, only what still holds of it. */
function toldOfPods(events: readonly KubeEvent[], pods: readonly Pod[]): Cause | undefined {
  const pod = pods.find(({ metadata }) =>
    events.some(({ involvedObject }) => involvedObject.uid === metadata?.uid),
  );
  const about = pod ?? pods[0];
  const holds = about && hasRun(about) ? isOfRunning(about) : isOfPlaced(about);
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

/** Events so much older than what they are to explain are of an earlier trouble. */
const OLDER_MS = 120_000;

/** A probe that is not passed yet, or not any more, and a node that does not answer: since the pod is not ready. */
const isOfRunning =
  (pod: Pod) =>
  (event: KubeEvent): boolean => {
    const isAbout =
      isProbe(event, "startup") || isProbe(event, "liveness") || event.reason === "NodeNotReady";
    const since = pod.status?.conditions?.find(({ type }) => type === "Ready")?.lastTransitionTime;
    const isOld = since !== undefined && Date.parse(timeOf(event)) < Date.parse(since) - OLDER_MS;
    return isAbout && !isOld;
  };

/** What the events about a Job that has no pod tell, unless it has got one since. */
function toldOfJob(events: readonly KubeEvent[]): Cause | undefined {
  const last = inTime(events).findLast(
    ({ type, reason = "" }) =>
      (type === "Warning" && !JOB_FAILURES.has(reason)) || reason === "SuccessfulCreate",
  );
  return last?.type === "Warning" && last.reason ? told(last, undefined) : undefined;
}

function told({ reason = "", message = "" }: KubeEvent, pod: Pod | undefined): Cause {
  return { reason, message, ...whereabouts(pod) };
}
