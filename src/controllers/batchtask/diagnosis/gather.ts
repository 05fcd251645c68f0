import type { Pod, KubeEvent } from "../../../api/job.ts";
import { EVENTS, PODS } from "../../../api/resources.ts";
import type { Client } from "../../../kube/client.ts";
import { type Evidence, NO_EVIDENCE } from "../../../status/failure/evidence.ts";
import { hasEndedBadly } from "../../../status/failure/failure.ts";
import { hasStarted, startProblem } from "../../../status/failure/not-started.ts";
import type { Symptom } from "./symptom.ts";

/** Enough to find a cause in; a Job may have thousands of pods. */
export const MOST_PODS = 20;
export const MOST_EVENTS = 50;

/** The run's Job, there or gone. */
export interface JobRef {
  namespace: string;
  jobName: string;
  jobUID: string;
}

/** Reads what a symptom asks for, and no more: pods first, events where the pods don't tell. */
export async function gatherEvidence(
  client: Client,
  symptom: Symptom,
  jobRef: JobRef,
  signal?: AbortSignal,
): Promise<Evidence> {
  if (symptom === "JobGone")
    return { ...NO_EVIDENCE, jobEvents: await eventsAbout(client, jobRef.namespace, jobRef.jobUID, signal) };
  if (symptom === "Failed") return { ...NO_EVIDENCE, pods: await failedPodsOf(client, jobRef, signal) };
  const pods = await podsOf(client, jobRef, { signal });
  const asked = askedAfter({ ...NO_EVIDENCE, pods }, jobRef);
  return asked === undefined
    ? { ...NO_EVIDENCE, pods }
    : withEvents(pods, await eventsAbout(client, jobRef.namespace, asked, signal));
}

/** The UID of what events have to be read about, since the pods don't tell; undefined where they do. */
export function askedAfter(evidence: Evidence, { jobUID }: JobRef): string | undefined {
  if (hasStarted(evidence) || startProblem(evidence)) return undefined;
  const [pod] = evidence.pods;
  return pod?.metadata?.uid ?? jobUID;
}

/** Events are about the first of the pods, or about the Job that has none. */
export function withEvents(pods: Pod[], events: KubeEvent[]): Evidence {
  return pods.length > 0
    ? { pods, jobEvents: [], podEvents: events }
    : { pods, jobEvents: events, podEvents: [] };
}

/** Those that have failed, whatever the number of the others; where they don't tell, those that may yet. */
async function failedPodsOf(client: Client, jobRef: JobRef, signal?: AbortSignal): Promise<Pod[]> {
  const failed = await podsOf(client, jobRef, { signal, fieldSelector: "status.phase=Failed" });
  return failed.some(hasEndedBadly) ? failed : podsOf(client, jobRef, { signal });
}

/** The Job's pods, told by the UID of their controller. */
export async function podsOf(
  client: Client,
  { namespace, jobName, jobUID }: JobRef,
  how: { signal?: AbortSignal | undefined; fieldSelector?: string },
): Promise<Pod[]> {
  const labelSelector = `batch.kubernetes.io/job-name=${jobName}`;
  const options = { namespace, labelSelector, limit: MOST_PODS, ...how };
  const { items } = await client.list(PODS, options);
  return items.filter((pod) => controllerUID(pod) === jobUID);
}

/** The UID of the Job that a pod belongs to. */
export function controllerUID({ metadata }: Pod): string | undefined {
  return metadata?.ownerReferences?.find(({ controller }) => controller)?.uid;
}

export async function eventsAbout(
  client: Client,
  namespace: string,
  uid: string,
  signal?: AbortSignal,
): Promise<KubeEvent[]> {
  const fieldSelector = `involvedObject.uid=${uid}`;
  const { items } = await client.list(EVENTS, { namespace, fieldSelector, limit: MOST_EVENTS, signal });
  return items;
}
