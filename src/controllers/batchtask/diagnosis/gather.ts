import type { Pod, KubeEvent } from "../../../api/job.ts";
import { EVENTS, PODS } from "../../../api/resources.ts";
import type { Client } from "../../../kube/client.ts";
import { containerStatuses, type Evidence, NO_EVIDENCE } from "../../../status/failure/evidence.ts";
import type { Failure } from "../../../api/failure.ts";
import { hasStarted } from "../../../status/failure/begun.ts";
import { mayBeKilled } from "../../../status/failure/signals.ts";
import { isGoingOn, standstillOf } from "../../../status/failure/standstill.ts";

/** Enough to find a cause in; a Job may have thousands of pods. */
export const MOST_PODS = 20;
export const MOST_EVENTS = 50;

/** The run's Job, there or gone. */
export interface JobRef {
  namespace: string;
  jobName: string;
  jobUID: string;
}

/**
 * Why pods of a run don't run, or don't go on: its pods; events where they don't tell.
 * `hasBegun`: a pod of the run has run: of one that runs, events may tell why it is not ready. `isLarge`: the Job has more
 * pods than are read at once, most of which may have ended.
 */
export async function gatherStart(
  client: Client,
  jobRef: JobRef,
  { hasBegun, isLarge = false }: { hasBegun: boolean; isLarge?: boolean | undefined },
  signal?: AbortSignal,
): Promise<Evidence> {
  const pods = isLarge
    ? await unfinishedOf(client, jobRef, signal)
    : await podsOf(client, jobRef, { signal });
  const asked = askedAfter({ ...NO_EVIDENCE, pods }, jobRef, hasBegun);
  return asked === undefined
    ? { ...NO_EVIDENCE, pods }
    : withEvents(pods, await eventsAbout(client, jobRef.namespace, asked, signal));
}

async function unfinishedOf(client: Client, jobRef: JobRef, signal?: AbortSignal): Promise<Pod[]> {
  const inPhase = (phase: string): Promise<Pod[]> =>
    podsOf(client, jobRef, { signal, fieldSelector: `status.phase=${phase}` });
  return [...(await inPhase("Pending")), ...(await inPhase("Running"))];
}

/** The UID of what events have to be read about, since the pods don't tell; undefined where they do. */
export function askedAfter(evidence: Evidence, { jobUID }: JobRef, hasBegun: boolean): string | undefined {
  if (!hasBegun && hasStarted(evidence)) return undefined;
  const known = standstillOf(evidence);
  if (known) return killedPod(evidence.pods, known)?.metadata?.uid;
  const present = evidence.pods.filter(isGoingOn);
  return present.length === 0 ? jobUID : present.find((pod) => !isReady(pod))?.metadata?.uid;
}

/** The pod whose container stands still since it may have been killed. */
function killedPod(pods: readonly Pod[], { pod: name, container }: Failure): Pod | undefined {
  const pod = pods.find(({ metadata }) => metadata?.name === name);
  const status = pod && containerStatuses(pod).find((one) => one.name === container);
  const last = status?.state?.terminated ?? status?.lastState?.terminated;
  return last && mayBeKilled(last) ? pod : undefined;
}

function isReady({ status }: Pod): boolean {
  return status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") ?? false;
}

/** Events are about one of the pods, or about the Job that has none. */
export function withEvents(pods: Pod[], events: KubeEvent[]): Evidence {
  return pods.some(isGoingOn)
    ? { pods, jobEvents: [], podEvents: events }
    : { pods, jobEvents: events, podEvents: [] };
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
  return eventsWith(client, namespace, `involvedObject.uid=${uid}`, signal);
}

/** Events about a pod of which only the name is known, since it is gone. */
export async function eventsNamed(
  client: Client,
  namespace: string,
  name: string,
  signal?: AbortSignal,
): Promise<KubeEvent[]> {
  return eventsWith(client, namespace, `involvedObject.kind=Pod,involvedObject.name=${name}`, signal);
}

async function eventsWith(
  client: Client,
  namespace: string,
  fieldSelector: string,
  signal?: AbortSignal,
): Promise<KubeEvent[]> {
  const { items } = await client.list(EVENTS, { namespace, fieldSelector, limit: MOST_EVENTS, signal });
  return items;
}
