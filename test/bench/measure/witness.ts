import { isRecord } from "../../../src/kube/json.ts";
import type { Resource } from "../../../src/kube/resource.ts";
import { JOBS } from "../../../src/api/resources.ts";
import { holds } from "../subjects/job.ts";
import type { Subject } from "../subjects/subject.ts";
import { NAMESPACE, type Stage } from "../stage.ts";
import { changesOf } from "./watch.ts";

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

/** What has a time. */
export type Moment = keyof Seen;

/** Watches Jobs and the subject's objects, as a client of its own. */
export interface Witness {
  readonly of: (name: string) => Seen;
  /** How many objects have got so far. */
  readonly count: (what: Moment) => number;
  /** Changes so far of one object, its Job's left out: writes of its status. */
  readonly writesOf: (name: string) => number;
  /** Size of its latest status as JSON. */
  readonly statusBytesOf: (name: string) => number;
  /** Changes so far of objects, and of their Jobs, whose names begin like this. */
  readonly changes: (prefix: string) => number;
  readonly close: () => void;
}

/**
 * Starts to watch; what exists already is not looked at.
 * @param check throws where there is nothing more to be waited for; asked with each count
 */
export async function openWitness(stage: Stage, subject: Subject, check: () => void): Promise<Witness> {
  const seen = new Map<string, Seen>();
  const counts: Record<Moment, number> = { jobAt: 0, jobFinishedAt: 0, settledAt: 0, finishedAt: 0 };
  const stop = new AbortController();
  const changes = new Map<string, number>();
  const writes = new Map<string, number>();
  const bytes = new Map<string, number>();
  let failure: Error | undefined;
  const of = (name: string): Seen => {
    const known = seen.get(name) ?? {};
    seen.set(name, known);
    return known;
  };
  const mark = (name: string, what: Moment, at: number): void => {
    const entry = of(name);
    if (entry[what] !== undefined) return;
    entry[what] = at;
    counts[what] += 1;
  };
  const onJob = (object: Record<string, unknown>, at: number): string => {
    const name = subject.resource === JOBS ? nameOf(object) : ownerOf(object);
    mark(name, "jobAt", at);
    if (holds(object, "Complete")) mark(name, "jobFinishedAt", at);
    return subject.resource === JOBS ? onObject(object, at) : name;
  };
  const onObject = (object: Record<string, unknown>, at: number): string => {
    const name = nameOf(object);
    bytes.set(name, Buffer.byteLength(JSON.stringify(object["status"] ?? {})));
    if (subject.isSettled(object)) mark(name, "settledAt", at);
    if (subject.isFinished(object)) mark(name, "finishedAt", at);
    return name;
  };
  const follow = async (resource: Resource, take: typeof onJob): Promise<void> => {
    const list = await stage.client.list(resource, { namespace: NAMESPACE, limit: 1 });
    const { resourceVersion } = list;
    const { signal } = stop;
    const read = async (): Promise<void> => {
      for await (const { type, object } of changesOf(stage.transport, resource, {
        resourceVersion,
        signal,
      })) {
        const name = type === "DELETED" ? "" : take(object, performance.now());
        if (type === "MODIFIED") increase(changes, name);
        if (type === "MODIFIED" && resource === subject.resource) increase(writes, name);
      }
    };
    read().catch((error: unknown) => {
      if (!signal.aborted) failure = error instanceof Error ? error : new Error(String(error));
    });
  };
  await follow(JOBS, onJob);
  if (subject.resource !== JOBS) await follow(subject.resource, onObject);
  const checkAll = (): void => {
    check();
    if (failure !== undefined) throw failure;
  };
  return {
    of,
    count(what) {
      checkAll();
      return counts[what];
    },
    writesOf: (name) => writes.get(name) ?? 0,
    statusBytesOf: (name) => bytes.get(name) ?? 0,
    changes(prefix) {
      checkAll();
      return [...changes].reduce((sum, [name, count]) => sum + (name.startsWith(prefix) ? count : 0), 0);
    },
    close: () => stop.abort(),
  };
}

function increase(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
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
