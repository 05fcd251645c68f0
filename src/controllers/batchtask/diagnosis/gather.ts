import type { Pod } from "../../../api/job.ts";
import type { Client } from "../../../kube/client.ts";
import type { KubeEvent } from "../../../api/event.ts";
import { type Evidence, NO_EVIDENCE } from "../../../status/failure/evidence.ts";
import { hasEndedBadly } from "../../../status/failure/failure.ts";
import { startProblem } from "../../../status/failure/not-started.ts";
import type { Inquiry } from "./symptom.ts";
import { EVENTS, PODS } from "../../../api/resources.ts";

/** Enough to find a cause in; a Job may have thousands of pods. */
const MOST_PODS = 20;
const MOST_EVENTS = 50;

/** Where to look. */
export interface Scene {
  namespace: string;
  jobName: string;
  jobUID: string;
}

/** Reads what an inquiry needs, and no more: pods first, events where the pods don't tell. */
export async function gather(
  client: Client,
  inquiry: Inquiry,
  scene: Scene,
  signal: AbortSignal,
): Promise<Evidence> {
  if (inquiry === "Result")
    return { ...NO_EVIDENCE, jobEvents: await eventsAbout(client, scene.namespace, scene.jobUID, signal) };
  if (inquiry === "Failure") return { ...NO_EVIDENCE, pods: await failedPodsOf(client, scene, signal) };
  const evidence = { ...NO_EVIDENCE, pods: await podsOf(client, scene, signal) };
  if (startProblem(evidence)) return evidence;
  const [pod] = evidence.pods;
  if (pod?.metadata?.uid)
    return { ...evidence, podEvents: await eventsAbout(client, scene.namespace, pod.metadata.uid, signal) };
  return { ...evidence, jobEvents: await eventsAbout(client, scene.namespace, scene.jobUID, signal) };
}

/** Those that have failed, whatever the number of the others; where they don't tell, those that may yet. */
async function failedPodsOf(client: Client, scene: Scene, signal: AbortSignal): Promise<Pod[]> {
  const failed = await podsOf(client, scene, signal, "status.phase=Failed");
  return failed.some(hasEndedBadly) ? failed : podsOf(client, scene, signal);
}

/** The Job's pods, told by the UID of their controller. */
async function podsOf(
  client: Client,
  { namespace, jobName, jobUID }: Scene,
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
