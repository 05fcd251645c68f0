import { defined } from "../../api/defined.ts";
import type { Failure } from "../../api/failure.ts";
import type { Job, KubeEvent, Pod } from "../../api/job.ts";
import { failureCondition, podCounts } from "../../job/conditions.ts";
import { harmless } from "../harmless.ts";
import { attemptOf } from "./attempt.ts";
import type { End } from "./ends.ts";
import type { Evidence } from "./evidence.ts";
import { eventsSay, type Told } from "./events-say.ts";
import { hintFor } from "./hints.ts";
import { howEnded } from "./how-ended.ts";
import { withIgnored } from "./ignored.ts";
import { lateFailure } from "./late.ts";
import { endedWith, ownDeletions, reconsidered, withoutOwnDeletions } from "./own-deletion.ts";
import { isPastBackoffLimit } from "./past-backoff-limit.ts";
import { causeAmong, type PodEnd } from "./pod-end.ts";
import { mayBeKilled, signalOf } from "./signals.ts";
import { terminationMessage } from "./termination-message.ts";
import { vanished, vanishedSilently } from "./vanished.ts";
import { whereabouts } from "./whereabouts.ts";

/**
 * Why a run failed or had to try again: what its pod says, else the container whose end was the first one; where no pod
 * is left to tell, what events tell of it, what is known, or what the Job says.
 */
export function failureOfRun(job: Job, evidence: Evidence, told: Before = {}): Failure | undefined {
  const before = { ...told, known: reconsidered(told.known, ownDeletions(job, evidence)) };
  const said = jobFailure(job);
  if (said?.reason === "DeadlineExceeded") return lateFailure(said, evidence, before.known);
  const cause = causeOf(job, evidence);
  if (!cause) return ofThoseGone(job, evidence, { ...before, said });
  const failure = describe(cause, evidence.podEvents, job);
  return before.ignores ? withIgnored(failure, job, evidence) : failure;
}

/** The pod that tells why, as far as pods and the Job's events are known. */
export function causeOf(job: Job, evidence: Pick<Evidence, "pods" | "jobEvents">): PodEnd | undefined {
  const pods = accountable(job, evidence);
  const isOwn = ownDeletions(job, evidence);
  return causeAmong(job, withoutOwnDeletions(job, pods, isOwn)) ?? endedWith(job, pods, isOwn);
}

/** Where no pod is left to tell. */
function ofThoseGone(
  job: Job,
  evidence: Evidence,
  { known, said }: Before & { said: Failure | undefined },
): Failure | undefined {
  const told = lost(job, evidence, said);
  if (told?.pod !== undefined && told.pod !== known?.pod) return told;
  return said && (ofPod(known) ?? told ?? said);
}

/** What is told of a pod that somebody else than the Job controller has taken away. */
function lost(job: Job, evidence: Evidence, said: Failure | undefined): Failure | undefined {
  if (!hasLost(job) || isPastBackoffLimit(job, evidence.pods)) return undefined;
  return vanished(evidence, job) ?? (said && vanishedSilently(evidence, said));
}

/** What is known of a run beside its Job, pods and events. */
export interface Before {
  /** Why it failed or had to try again, as it was told last. */
  known?: Failure | undefined;
  /** podFailurePolicy has a rule that ignores failures. */
  ignores?: boolean;
}

const ofPod = (known: Failure | undefined): Failure | undefined =>
  known && (isOfPod(known) || known.exitCode !== undefined) ? known : undefined;

/** Its pods are deleted since it is, or since it is suspended: that is nobody else's doing. */
function isStopped({ metadata, spec }: Job): boolean {
  return metadata?.deletionTimestamp !== undefined || spec?.suspend === true;
}

/** The pods that tell why the run fails. */
function accountable(job: Job, { pods }: Pick<Evidence, "pods">): Pod[] {
  return isStopped(job) ? pods.filter(isThere) : pods;
}

const isThere = ({ metadata }: Pod): boolean => metadata?.deletionTimestamp === undefined;

/** A pod of it has failed, as the Job counts: one that is deleted counts, too. */
function hasLost(job: Job): boolean {
  return !isStopped(job) && (podCounts(job).failed > 0 || failureCondition(job) !== undefined);
}

/** How a pod ended is why a Job gives up; what kept one from starting, and what the Job says, is not. */
export function isOfPod({ attempt }: Failure): boolean {
  return attempt !== undefined;
}

/** What the Job itself says, where no pod is left to tell. */
function jobFailure(job: Job): Failure | undefined {
  const condition = failureCondition(job);
  if (!condition) return undefined;
  const { reason = "JobFailed", message = "" } = condition;
  return defined({ reason, message, hint: hintFor(reason) });
}

function describe(cause: PodEnd, podEvents: readonly KubeEvent[], job: Job): Failure {
  const { pod, end } = cause;
  const about = podEvents.filter(({ involvedObject }) => involvedObject.uid === pod.metadata?.uid);
  const said =
    cause.said ?? (isUnexplained(cause) ? eventsSay(about, cause.wasDeleted) : undefined) ?? ownStory(cause);
  const { exitCode } = end?.terminated ?? {};
  return defined({
    reason: harmless(said.reason),
    message: harmless(said.message),
    ...whereabouts(pod),
    container: end?.status.name,
    attempt: attemptOf(pod, end, job),
    exitCode,
    signal: end && signalOf(end.terminated),
    terminationMessage: end && terminationMessage(end.terminated.message),
    hint: hintFor(said.reason, {
      exitCode,
      message: harmless(said.message),
      beside: end && besideOf(end),
    }),
  });
}

/** Whether events have to tell: the pod was deleted, or a container of it killed, and Kubernetes has not said why. */
export function isUnexplained({ said, end, wasDeleted }: PodEnd): boolean {
  return said === undefined && (wasDeleted || (end !== undefined && mayBeKilled(end.terminated)));
}

function ownStory({ pod, end, wasDeleted }: PodEnd): Pick<Told, "reason" | "message"> {
  const name = pod.metadata?.name;
  if (wasDeleted) return { reason: "PodDeleted", message: `Pod ${name} was deleted from outside` };
  if (!end) return { reason: "PodFailed", message: `Pod ${name} failed, and says no more` };
  const { exitCode, reason = "Error" } = end.terminated;
  const story = `Container ${end.status.name} of pod ${name} ${howEnded(exitCode, reason)}`;
  const succeeded = besideOf(end);
  const beside = succeeded.length === 0 ? "" : `; ${succeeded.join(", ")} had succeeded`;
  return { reason, message: story + beside };
}

/** The containers, init containers left out, that had succeeded by then. */
function besideOf({ pod, status: { name } }: End): string[] {
  const own = pod.status?.containerStatuses ?? [];
  if (!own.some((one) => one.name === name)) return [];
  return own.filter(({ state }) => state?.terminated?.exitCode === 0).map((one) => one.name);
}
