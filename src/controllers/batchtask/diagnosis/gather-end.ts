import type { Job, KubeEvent, Pod } from "../../../api/job.ts";
import { failureCondition, podCounts } from "../../../job/conditions.ts";
import type { Client } from "../../../kube/client.ts";
import { type Evidence, NO_EVIDENCE } from "../../../status/failure/evidence.ts";
import { podsCreated } from "../../../status/failure/events-say.ts";
import { isUnexplained } from "../../../status/failure/failure.ts";
import { causeAmong, podEnd, type PodEnd } from "../../../status/failure/pod-end.ts";
import { gonePod } from "../../../status/failure/vanished.ts";
import { eventsAbout, eventsNamed, type JobRef, MOST_PODS, podsOf } from "./gather.ts";
import type { Symptom } from "./symptom.ts";

/** A run of which a pod has failed, or that has ended. */
export interface Ended {
  jobRef: JobRef;
  job?: Job | undefined;
  symptom: Symptom;
}

/**
 * Why a pod failed, or what became of a Job that is gone, in at most three reads: its pods; where the one that failed does
 * not say why, the events about it; where none is left, those of the Job and of its last pod.
 */
export async function gatherEnd(
  client: Client,
  { jobRef, job, symptom }: Ended,
  signal?: AbortSignal,
): Promise<Evidence> {
  const { namespace, jobUID } = jobRef;
  const about = (uid: string): Promise<KubeEvent[]> => eventsAbout(client, namespace, uid, signal);
  if (symptom === "JobGone" || !job) return { ...NO_EVIDENCE, jobEvents: await about(jobUID) };
  const found = await failedPodsOf(client, jobRef, job, signal);
  const { pods } = found;
  const cause = causeAmong(job, pods);
  if (doTell(job, found, cause)) return { ...NO_EVIDENCE, pods };
  if (cause) return { ...NO_EVIDENCE, pods, podEvents: await about(cause.pod.metadata?.uid ?? "") };
  const jobEvents = await about(jobUID);
  const gone = isLate(job) ? podsCreated(jobEvents).at(-1) : gonePod({ pods, jobEvents });
  const podEvents = gone === undefined ? [] : await eventsNamed(client, namespace, gone, signal);
  return { pods, jobEvents, podEvents, isWhole: found.isWhole };
}

/** Whether the pods are enough: what still ran at a deadline is seen in them, and of some of many pods none is missing. */
function doTell(job: Job, { pods, isWhole }: Found, cause: PodEnd | undefined): boolean {
  if (isLate(job)) return pods.length > 0;
  return cause ? !isUnexplained(cause) : !isWhole;
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
