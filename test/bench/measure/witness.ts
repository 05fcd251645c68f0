import { isRecord } from "../../../src/kube/json.ts";
import { collectionPath, type Resource } from "../../../src/kube/resource.ts";
import { watchFrames } from "../../../src/kube/watch-stream.ts";
import { JOBS } from "../../../src/reconcile/resources.ts";
import { holds } from "../subjects/job.ts";
import type { Subject } from "../subjects/subject.ts";
import { NAMESPACE, type Stage } from "../stage.ts";

/** When what was seen of an object, by performance.now() of this process; undefined: not yet. */
export interface Seen {
  /** Its Job. */
  jobAt?: number;
  /** The end of its Job. */
  jobFinishedAt?: number;
  /** Its status tells that the suspended Job exists. */
  settledAt?: number;
  /** Its status tells of the end. */
  finishedAt?: number;
}

/** Watches Jobs and the subject's objects, as a client of its own. */
export interface Witness {
  readonly of: (name: string) => Seen;
  /** How many objects have got so far. */
  readonly count: (what: keyof Seen) => number;
  /** Changes of objects and Jobs that existed already. */
  readonly changes: () => number;
  readonly close: () => void;
}

/** Starts to watch; what exists already is not looked at. */
export async function openWitness(stage: Stage, subject: Subject): Promise<Witness> {
  const seen = new Map<string, Seen>();
  const counts: Record<keyof Seen, number> = { jobAt: 0, jobFinishedAt: 0, settledAt: 0, finishedAt: 0 };
  const stop = new AbortController();
  let changes = 0;
  let failure: Error | undefined;
  const of = (name: string): Seen => {
    const known = seen.get(name) ?? {};
    seen.set(name, known);
    return known;
  };
  const mark = (name: string, what: keyof Seen, at: number): void => {
    const entry = of(name);
    if (entry[what] !== undefined) return;
    entry[what] = at;
    counts[what] += 1;
  };
  const onJob = (object: Record<string, unknown>, at: number): void => {
    const name = subject.resource === JOBS ? nameOf(object) : ownerOf(object);
    mark(name, "jobAt", at);
    if (holds(object, "Complete")) mark(name, "jobFinishedAt", at);
    if (subject.resource === JOBS) onObject(object, at);
  };
  const onObject = (object: Record<string, unknown>, at: number): void => {
    if (subject.isSettled(object)) mark(nameOf(object), "settledAt", at);
    if (subject.isFinished(object)) mark(nameOf(object), "finishedAt", at);
  };
  const follow = async (resource: Resource, take: typeof onJob): Promise<void> => {
    const { resourceVersion } = await stage.client.list(resource, { namespace: NAMESPACE, limit: 1 });
    const body = await stage.transport.stream({
      method: "GET",
      path: collectionPath(resource, NAMESPACE),
      query: { watch: true, resourceVersion, timeoutSeconds: 7_200 },
      signal: stop.signal,
    });
    void (async () => {
      for await (const { type, object } of watchFrames(body)) {
        if (type === "ERROR") throw new Error(`the watch of ${resource.plural}: ${JSON.stringify(object)}`);
        if (type === "MODIFIED") changes += 1;
        if (type !== "DELETED") take(object, performance.now());
      }
      throw new Error(`the watch of ${resource.plural} ended`);
    })().catch((error: unknown) => {
      if (!stop.signal.aborted) failure = error instanceof Error ? error : new Error(String(error));
    });
  };
  await follow(JOBS, onJob);
  if (subject.resource !== JOBS) await follow(subject.resource, onObject);
  const check = (): void => {
    if (failure !== undefined) throw failure;
  };
  return {
    of: (name) => seen.get(name) ?? {},
    count(what) {
      check();
      return counts[what];
    },
    changes() {
      check();
      return changes;
    },
    close: () => stop.abort(),
  };
}

function nameOf(object: Record<string, unknown>): string {
  const metadata = object["metadata"];
  return isRecord(metadata) ? String(metadata["name"]) : "";
}

function ownerOf(object: Record<string, unknown>): string {
  const metadata = object["metadata"];
  const owners = isRecord(metadata) ? metadata["ownerReferences"] : undefined;
  const owner: unknown = Array.isArray(owners) ? owners[0] : undefined;
  return isRecord(owner) ? String(owner["name"]) : "";
}
