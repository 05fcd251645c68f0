import { setTimeout as sleep } from "node:timers/promises";
import type { BatchTask } from "../../../src/api/batchtask.ts";
import type { Job } from "../../../src/api/job.ts";
import { keyOf, type KubeObject } from "../../../src/kube/object.ts";
import type { Upstream } from "../proxy/upstream.ts";
import { linesOf } from "../support/lines.ts";
import { parseJson } from "../support/json.ts";

/** Something that really happened in the cluster. */
export interface Sight {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  /** `performance.now()` */
  readonly at: number;
  readonly object: KubeObject;
}

/** What happened in one namespace, and what is there now. */
export interface Scenery {
  readonly taskSights: Sight[];
  readonly jobSights: Sight[];
  /** Of a history that another one has replaced, as by a restore. */
  readonly pastSights: Sight[];
  readonly tasks: Map<string, BatchTask>;
  readonly jobs: Map<string, Job>;
}

/** Watches the real API server itself, past every fault, for the namespaces that are named to it. */
export interface Witness {
  readonly of: (namespace: string) => Scenery;
  readonly forget: (namespace: string) => void;
  /** The cluster's history has been replaced by another one: what was seen is past. Resolves once all is read. */
  readonly restart: () => Promise<void>;
  readonly close: () => void;
}

type Kind = "tasks" | "jobs";

const PATHS: Record<Kind, string> = {
  tasks: "/apis/batchtask.dev/v1alpha1/batchtasks",
  jobs: "/apis/batch/v1/jobs",
};

interface ListAnswer {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: KubeObject[];
}

export function createWitness(upstream: Upstream): Witness {
  const sceneries = new Map<string, Scenery>();
  const closed = new AbortController();
  let era = new AbortController();
  const reads = new Set<Kind>();

  function of(namespace: string): Scenery {
    const known = sceneries.get(namespace);
    if (known) return known;
    const scenery: Scenery = {
      taskSights: [],
      jobSights: [],
      pastSights: [],
      tasks: new Map(),
      jobs: new Map(),
    };
    sceneries.set(namespace, scenery);
    return scenery;
  }

  function see(kind: Kind, type: Sight["type"], object: KubeObject): void {
    const scenery = sceneries.get(object.metadata?.namespace ?? "");
    if (!scenery) return;
    delete object.metadata?.managedFields;
    scenery[kind === "tasks" ? "taskSights" : "jobSights"].push({ type, at: performance.now(), object });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the path says which kind it is
    const objects = scenery[kind] as Map<string, KubeObject>;
    const name = object.metadata?.name ?? "";
    if (type === "DELETED") objects.delete(name);
    else objects.set(name, object);
  }

  /** A full read: what has changed unseen is seen now. */
  async function list(kind: Kind): Promise<string> {
    const began = era;
    const answer = await upstream.send({ method: "GET", path: PATHS[kind], signal: closed.signal });
    const { metadata, items } = parseJson<ListAnswer>(await answer.body.text());
    const listed = new Map(items.map((item) => [keyOf(item), item]));
    for (const [namespace, scenery] of sceneries) {
      for (const [name, object] of scenery[kind]) {
        const now = listed.get(`${namespace}/${name}`);
        if (now?.metadata?.uid !== object.metadata?.uid) see(kind, "DELETED", object);
      }
    }
    for (const item of items) compare(kind, item);
    if (began === era) reads.add(kind);
    return metadata.resourceVersion;
  }

  function compare(kind: Kind, item: KubeObject): void {
    const known = sceneries.get(item.metadata?.namespace ?? "")?.[kind].get(item.metadata?.name ?? "");
    if (known?.metadata?.resourceVersion === item.metadata?.resourceVersion) return;
    see(kind, known ? "MODIFIED" : "ADDED", item);
  }

  /** Resolves with the version to go on from; undefined: read everything anew. */
  async function watch(kind: Kind, from: string): Promise<string | undefined> {
    let version = from;
    const query = new URLSearchParams({ watch: "true", resourceVersion: from, allowWatchBookmarks: "true" });
    try {
      const path = `${PATHS[kind]}?${query.toString()}`;
      const answer = await upstream.send({
        method: "GET",
        path,
        signal: AbortSignal.any([closed.signal, era.signal]),
      });
      if (answer.statusCode !== 200) return undefined;
      for await (const line of linesOf(answer.body)) {
        const { type, object } = parseJson<{
          type: Sight["type"] | "BOOKMARK" | "ERROR";
          object: KubeObject;
        }>(line);
        if (type === "ERROR") return undefined;
        version = object.metadata?.resourceVersion ?? version;
        if (type !== "BOOKMARK") see(kind, type, object);
      }
    } catch {
      await sleep(100);
    }
    return version;
  }

  async function run(kind: Kind): Promise<void> {
    let version: string | undefined;
    let known = era;
    while (!closed.signal.aborted) {
      if (known !== era) version = undefined;
      known = era;
      try {
        version = version === undefined ? await list(kind) : await watch(kind, version);
      } catch {
        await sleep(100);
      }
    }
  }

  async function restart(): Promise<void> {
    for (const { taskSights, jobSights, pastSights, tasks, jobs } of sceneries.values()) {
      tasks.clear();
      jobs.clear();
      pastSights.push(...taskSights, ...jobSights);
      taskSights.length = 0;
      jobSights.length = 0;
    }
    const before = era;
    era = new AbortController();
    reads.clear();
    before.abort();
    while (reads.size < 2) await sleep(20);
  }

  void run("tasks");
  void run("jobs");
  return {
    of,
    forget: (namespace) => void sceneries.delete(namespace),
    restart,
    close: () => closed.abort(),
  };
}
