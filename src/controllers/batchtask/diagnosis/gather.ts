import type { Pod, KubeEvent } from "../../../api/job.ts";
import type { Client } from "../../../kube/client.ts";
import { type Evidence, NO_EVIDENCE } from "../../../status/failure/evidence.ts";
import { hasEndedBadly } from "../../../status/failure/failure.ts";
import { startProblem } from "../../../status/failure/not-started.ts";
import type { Symptom } from "./symptom.ts";
import { EVENTS, PODS } from "../../../api/resources.ts";

/** Enough to find a cause in; a Job may have thousands of pods. */
const MOST_PODS = 20;
const MOST_EVENTS = 50;

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
  signal: AbortSignal,
): Promise<Evidence> {
  if (symptom === "JobGone")
    return { ...NO_EVIDENCE, jobEvents: await eventsAbout(client, jobRef.namespace, jobRef.jobUID, signal) };
  if (symptom === "Failed") return { ...NO_EVIDENCE, pods: await failedPodsOf(client, jobRef, signal) };
  const evidence = { ...NO_EVIDENCE, pods: await podsOf(client, jobRef, signal) };
  if (startProblem(evidence)) return evidence;
  const [pod] = evidence.pods;
  if (pod?.metadata?.uid)
    return { ...evidence, podEvents: await eventsAbout(client, jobRef.namespace, pod.metadata.uid, signal) };
  return { ...evidence, jobEvents: await eventsAbout(client, jobRef.namespace, jobRef.jobUID, signal) };
}

/** Those that have failed, whatever the number of the others; where they don't tell, those that may yet. */
async function failedPodsOf(client: Client, jobRef: JobRef, signal: AbortSignal): Promise<Pod[]> {
  const failed = await podsOf(client, jobRef, signal, "status.phase=Failed");
  return failed.some(hasEndedBadly) ? failed : podsOf(client, jobRef, signal);
}

/** The Job's pods, told by the UID of their controller. */
async function podsOf(
  client: Client,
  { namespace, jobName, jobUID }: JobRef,
  signal: AbortSignal,
  fieldSelector?: string,
): Promise<Pod[]> {
  const labelSelector = `batch.kubernetes.io/job-name=${jobName}`;
  const options = { namespace, labelSelector, fieldSelector, limit: MOST_PODS, signal };
  const { items } = await client.list(PODS, options);
  return items.filter(({ metadata }) =>
    metadata?.ownerReferences?.some(({ uid, controller }) => controller && uid === jobUID),
  );
}

async function eventsAbout(
  client: Client,
  namespace: string,
  uid: string,
  signal: AbortSignal,
): Promise<KubeEvent[]> {
  const { items } = await client.list(EVENTS, {
    namespace,
    fieldSelector: `involvedObject.uid=${uid}`,
    limit: MOST_EVENTS,
    signal,
  });
  return items;
}
