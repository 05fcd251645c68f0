import type { Job, KubeEvent, Pod } from "../../../api/job.ts";
import { failureCondition, podCounts } from "../../../job/conditions.ts";
import type { Client } from "../../../kube/client.ts";
import { type Evidence, NO_EVIDENCE } from "../../../status/failure/evidence.ts";
import { podsCreated } from "../../../status/failure/events-say.ts";
import { causeOf, isUnexplained } from "../../../status/failure/failure.ts";
import { podEnd, type PodEnd } from "../../../status/failure/pod-end.ts";
import { gonePod } from "../../../status/failure/vanished.ts";
import { eventsAbout, eventsNamed, type JobRef, MOST_PODS, podsOf } from "./gather.ts";
import type { Symptom } from "./symptom.ts";

/** A run of which a pod has failed, or that has ended. */
export interface Ended {
  jobRef: JobRef;
  job?: Job | undefined;
  symptom: Symptom;
  /** Pods that were seen to have ended, which may be gone by now. */
  seen?: readonly Pod[] | undefined;
}

/**
 * Why a pod failed, or what became of a Job that is gone, in at most three reads: its pods; where none is left, or the one
 * that went was deleted, which the Job controller may have done itself, the events of the Job; where the pod that failed
 * does not say why, or is gone, the events about it.
 */
export async function gatherEnd(client: Client, ended: Ended, signal?: AbortSignal): Promise<Evidence> {
  const { jobRef, job, symptom, seen = [] } = ended;
  const read: Read = {
    about: (uid = "") => eventsAbout(client, jobRef.namespace, uid, signal),
    named: (name) => eventsNamed(client, jobRef.namespace, name, signal),
  };
  const ofJob = (): Promise<KubeEvent[]> => read.about(jobRef.jobUID);
  if (symptom === "JobGone" || !job) return { ...NO_EVIDENCE, jobEvents: await ofJob() };
  const found = withSeen(await failedPodsOf(client, jobRef, job, signal), seen);
  const cause = causeOf(job, { ...NO_EVIDENCE, ...found });
  if (doTell(job, found, cause)) return { ...NO_EVIDENCE, pods: found.pods };
  const known = { ...found, jobEvents: cause?.wasDeleted === false ? [] : await ofJob() };
  return { ...known, podEvents: await eventsOfPod(read, job, known) };
}

/** Reads events: about an object, or about a pod of which only the name is known. */
interface Read {
  about: (uid: string | undefined) => Promise<KubeEvent[]>;
  named: (name: string) => Promise<KubeEvent[]>;
}

/** Of the pod that does not say why it failed, or is gone. */
async function eventsOfPod(
  { about, named }: Read,
  job: Job,
  known: Omit<Evidence, "podEvents">,
): Promise<KubeEvent[]> {
  const cause = causeOf(job, known);
  if (cause) return isUnexplained(cause) ? about(cause.pod.metadata?.uid) : [];
  const gone = isLate(job) ? podsCreated(known.jobEvents).at(-1) : gonePod(known);
  return gone === undefined ? [] : named(gone);
}

/** Whether the pods are enough: what still ran at a deadline is seen in them, and of some of many pods none is missing. */
function doTell(job: Job, { pods, isWhole }: Found, cause: PodEnd | undefined): boolean {
  if (isLate(job)) return pods.length > 0;
  return cause ? !isUnexplained(cause) : !isWhole;
}

/** The pods of an answer that still tell once they are gone. */
export function endedIn({ pods }: Evidence): Pod[] {
  return pods.filter(tells);
}

/**
 * Whether what was read when a Job was about to fail still holds once it has: how a container had ended is known by what
 * goes with its pod. Who has deleted one is known by events, which come a little later.
 */
export function isSettled(job: Job, evidence: Evidence): boolean {
  if (isLate(job)) return evidence.pods.some(tells);
  return causeOf(job, evidence)?.wasDeleted === false;
}

function withSeen({ pods, isWhole }: Found, seen: readonly Pod[]): Found {
  const there = new Set(pods.map(({ metadata }) => metadata?.uid));
  return { pods: [...pods, ...seen.filter(({ metadata }) => !there.has(metadata?.uid))], isWhole };
}

interface Found {
  pods: Pod[];
  /** There are no others. */
  isWhole: boolean;
}

const isLate = (job: Job): boolean => failureCondition(job)?.reason === "DeadlineExceeded";

const tells = (pod: Pod): boolean => podEnd(pod) !== undefined;

/** Of a Job of many pods those that have failed; where they don't tell, or it is late, those that may yet. */
async function failedPodsOf(client: Client, jobRef: JobRef, job: Job, signal?: AbortSignal): Promise<Found> {
  const read = (how: { fieldSelector?: string }): Promise<Pod[]> =>
    podsOf(client, jobRef, { signal, ...how });
  const failed = (): Promise<Pod[]> => read({ fieldSelector: "status.phase=Failed" });
  if (isLate(job)) return { pods: await read({}), isWhole: true };
  const first = hasMany(job) ? await failed() : [];
  if (first.some(tells)) return { pods: first, isWhole: false };
  const all = await read({});
  if (all.length < MOST_PODS) return { pods: all, isWhole: true };
  // Its counters may be behind.
  return { pods: hasMany(job) || all.some(tells) ? all : await failed(), isWhole: false };
}

/** Whether a Job has more pods than are read at once. */
export function hasMany(job: Job | undefined): boolean {
  const { active, succeeded, failed, terminating } = podCounts(job);
  return active + succeeded + failed + terminating >= MOST_PODS;
}
