import { EVENTS } from "../../api/resources.ts";
import type { Job, KubeEvent } from "../../api/job.ts";
import type { Client } from "../../kube/client.ts";
import { type Clock, visitInTurns } from "../../kube/clock.ts";
import { errorKind } from "../../kube/errors.ts";
import type { ObjectRef } from "../../kube/object.ts";
import { pagesOf } from "../../kube/pages.ts";
import type { Store } from "../../kube/store/store.ts";

/** Jobs that an earlier process may have made and not put on record, known by the events about them. */
export interface EarlierJobs {
  /** The UID of a Job that there is or was, by its name; undefined: none that is known. */
  uidOf(ref: ObjectRef, signal: AbortSignal): Promise<string | undefined>;
}

export interface EarlierJobsOptions {
  client: Client;
  jobs: Pick<Store<Job>, "list">;
  clock: Pick<Clock, "sleep">;
  /** Nobody asks any more: nothing is kept, and no timer keeps the process. */
  signal: AbortSignal;
}

/** So many at a time are asked about one by one. The API server reads all events of a namespace for each answer. */
const FEW = 3;
/**
 * Of more the events of a namespace are read once for so long: what an earlier process made was there before this one
 * began, so it is in them, or in the cache of Jobs at that time.
 */
const KEPT_MS = 30_000;
const JOBS_PER_TURN = 2_000;
const ABOUT_JOBS = "involvedObject.kind=Job";

export function createEarlierJobs({ client, jobs, clock, signal: ended }: EarlierJobsOptions): EarlierJobs {
  const snapshots = new Map<string, Promise<Map<string, string>>>();
  let asking = 0;

  async function one({ namespace, name }: ObjectRef, signal: AbortSignal): Promise<string | undefined> {
    const fieldSelector = `${ABOUT_JOBS},involvedObject.name=${name}`;
    const { items } = await client.list(EVENTS, { namespace, fieldSelector, limit: 1, signal });
    return items[0]?.involvedObject.uid;
  }

  async function all(namespace: string | undefined): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    await visitInTurns(jobs.list(), JOBS_PER_TURN, ({ metadata = {} }) => {
      if (metadata.namespace === namespace) found.set(metadata.name ?? "", metadata.uid ?? "");
    });
    const pages = pagesOf<KubeEvent>(client, EVENTS, { namespace, fieldSelector: ABOUT_JOBS });
    for await (const events of pages)
      for (const { involvedObject } of events) found.set(involvedObject.name ?? "", involvedObject.uid ?? "");
    return found;
  }

  function snapshotOf(namespace = ""): Promise<Map<string, string>> {
    const known = snapshots.get(namespace);
    if (known) return known;
    const made = all(namespace);
    snapshots.set(namespace, made);
    const drop = (): void => void snapshots.delete(namespace);
    made.then(() => clock.sleep(KEPT_MS, ended)).then(drop, drop);
    return made;
  }

  return {
    async uidOf(ref, signal) {
      asking += 1;
      try {
        if (asking <= FEW) return await one(ref, signal);
        return (await snapshotOf(ref.namespace)).get(ref.name);
      } catch (error) {
        // Who may not read events would else start nothing.
        if (errorKind(error) === "Terminal") return undefined;
        throw error;
      } finally {
        asking -= 1;
      }
    },
  };
}
