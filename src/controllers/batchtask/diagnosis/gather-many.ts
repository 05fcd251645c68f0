import type { KubeEvent, Pod } from "../../../api/job.ts";
import { EVENTS, PODS } from "../../../api/resources.ts";
import { NAME_LABEL } from "../../../api/group.ts";
import type { Client } from "../../../kube/client.ts";
import { pagesOf } from "../../../kube/pages.ts";
import { type Evidence, NO_EVIDENCE } from "../../../status/failure/evidence.ts";
import {
  askedAfter,
  controllerUID,
  eventsAbout,
  gatherStart,
  type JobRef,
  MOST_EVENTS,
  MOST_PODS,
  podsOf,
  withEvents,
} from "./gather.ts";

/** A run that no pod runs of, as far as its Job tells. */
export interface Unstarted {
  jobRef: JobRef;
  /** How many pods the Job has, as far as it tells. */
  active: number;
  /** A pod of it has run. */
  hasBegun?: boolean;
  /** The Job has more pods than are read at once. */
  isLarge?: boolean;
}

/** So few are asked about one by one; of more than these all pods of a namespace are read that don't run yet. */
const FEW = 3;

/**
 * Why no pods run, of runs of one namespace, in their order: what many of them have to know is read once. The API
 * server reads all of a namespace's pods, and all of its events, for one question about one Job as well. undefined:
 * whether one runs can't be told this time.
 */
export async function gatherUnstarted(
  client: Client,
  runs: readonly Unstarted[],
  signal?: AbortSignal,
): Promise<(Evidence | undefined)[]> {
  if (runs.length <= FEW)
    return Promise.all(
      runs.map(({ jobRef, hasBegun = false, isLarge }) =>
        gatherStart(client, jobRef, { hasBegun, isLarge }, signal),
      ),
    );
  const pods = await podsOfAll(client, runs, signal);
  const known = runs.map(({ jobRef, hasBegun = false }) => ({
    jobRef,
    hasBegun,
    pods: pods.has(jobRef.jobUID) ? pods.get(jobRef.jobUID) : [],
  }));
  const events = await eventsAboutAll(client, known.flatMap(aboutWhat), signal);
  return known.map((run) => {
    const asked = aboutWhat(run)[0]?.uid;
    if (!run.pods || asked === undefined) return run.pods && { ...NO_EVIDENCE, pods: run.pods };
    return withEvents(run.pods, events.get(asked) ?? []);
  });
}

interface Asked {
  namespace: string;
  uid: string;
}

interface Known {
  jobRef: JobRef;
  hasBegun: boolean;
  pods: Pod[] | undefined;
}

function aboutWhat({ jobRef, pods, hasBegun }: Known): Asked[] {
  const uid = pods && askedAfter({ ...NO_EVIDENCE, pods }, jobRef, hasBegun);
  return uid === undefined ? [] : [{ namespace: jobRef.namespace, uid }];
}

/**
 * Pods by the UID of their Job: those that wait; of Jobs that have more than these, those that have begun. undefined:
 * a Job says it has more than are seen. They may have ended, and the Job controller has yet to tell.
 */
async function podsOfAll(
  client: Client,
  runs: readonly Unstarted[],
  signal?: AbortSignal,
): Promise<Map<string, Pod[] | undefined>> {
  const waiting = await podsInPhase(client, "Pending", runs, signal);
  const waitingOf = ({ jobRef }: Unstarted): number => waiting.get(jobRef.jobUID)?.length ?? 0;
  const others = runs.filter((run) => waitingOf(run) < run.active);
  const begun =
    others.length > FEW ? await podsInPhase(client, "Running", others, signal) : new Map<string, Pod[]>();
  const found = new Map<string, Pod[] | undefined>([...waiting, ...begun]);
  const unseen = others.filter(({ jobRef }) => !begun.has(jobRef.jobUID));
  if (unseen.length <= FEW)
    for (const { jobRef } of unseen) found.set(jobRef.jobUID, await podsOf(client, jobRef, { signal }));
  else for (const run of unseen) if (waitingOf(run) < MOST_PODS) found.set(run.jobRef.jobUID, undefined);
  return found;
}

async function podsInPhase(
  client: Client,
  phase: "Pending" | "Running",
  runs: readonly Unstarted[],
  signal?: AbortSignal,
): Promise<Map<string, Pod[]>> {
  const options = { ...namespaceOf(runs), labelSelector: NAME_LABEL, fieldSelector: `status.phase=${phase}` };
  return collect({
    wanted: new Set(runs.map(({ jobRef }) => jobRef.jobUID)),
    most: MOST_PODS,
    pages: pagesOf(client, PODS, { ...options, signal }),
    uidOf: controllerUID,
  });
}

function namespaceOf(runs: readonly Unstarted[]): { namespace: string | undefined } {
  return { namespace: runs[0]?.jobRef.namespace };
}

/** Events by the UID of what they are about. */
async function eventsAboutAll(
  client: Client,
  asked: readonly Asked[],
  signal?: AbortSignal,
): Promise<Map<string, KubeEvent[]>> {
  const [first] = asked;
  if (!first) return new Map();
  if (asked.length <= FEW) {
    const each = asked.map(async ({ namespace, uid }) => eventsAbout(client, namespace, uid, signal));
    const events = await Promise.all(each);
    return new Map(asked.map(({ uid }, index) => [uid, events[index] ?? []]));
  }
  const options = { namespace: first.namespace, fieldSelector: "type=Warning", signal };
  return collect({
    wanted: new Set(asked.map(({ uid }) => uid)),
    most: MOST_EVENTS,
    pages: pagesOf(client, EVENTS, options),
    uidOf: ({ involvedObject }) => involvedObject.uid,
  });
}

/** Keeps of many pages what is wanted, and no more of each. */
async function collect<T>({
  pages,
  wanted,
  most,
  uidOf,
}: {
  pages: AsyncIterable<T[]>;
  wanted: ReadonlySet<string>;
  most: number;
  uidOf: (item: T) => string | undefined;
}): Promise<Map<string, T[]>> {
  const found = new Map<string, T[]>();
  for await (const items of pages)
    for (const item of items) {
      const uid = uidOf(item);
      if (uid === undefined || !wanted.has(uid)) continue;
      const known = found.get(uid);
      if (!known) found.set(uid, [item]);
      else if (known.length < most) known.push(item);
    }
  return found;
}
