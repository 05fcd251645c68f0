import { BATCHTASKS, JOBS } from "../../../src/api/resources.ts";
import { isRecord } from "../../../src/kube/json.ts";
import type { Resource } from "../../../src/kube/resource.ts";
import { quantile } from "../measure/quantile.ts";
import { until } from "../measure/wait.ts";
import { changesOf } from "../measure/watch.ts";
import { NAMESPACE, type Stage } from "../stage.ts";

/** When the Jobs of a name's owner and the record of its run were seen, in milliseconds since the epoch. */
export interface Seen {
  readonly jobs: Map<string, number>;
  readonly records: Map<string, number>;
  readonly close: () => void;
}

/** Watches Jobs and tasks from now on. */
export async function openSeen(stage: Stage): Promise<Seen> {
  const stop = new AbortController();
  const { signal } = stop;
  const seen = { jobs: new Map<string, number>(), records: new Map<string, number>() };
  const follow = async (
    resource: Resource,
    take: (object: Record<string, unknown>) => void,
  ): Promise<void> => {
    const { resourceVersion } = await stage.client.list(resource, { namespace: NAMESPACE, limit: 1 });
    const read = async (): Promise<void> => {
      for await (const { object } of changesOf(stage.transport, resource, { resourceVersion, signal }))
        take(object);
    };
    read().catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  };
  const mark = (found: Map<string, number>, name: string): void => {
    if (!found.has(name)) found.set(name, Date.now());
  };
  await follow(JOBS, (object) => mark(seen.jobs, String(part(owners(object), "name"))));
  await follow(BATCHTASKS, (object) => {
    if (part(part(object["status"], "run"), "scheduleTime") !== undefined)
      mark(seen.records, String(part(object["metadata"], "name")));
  });
  return { ...seen, close: () => stop.abort() };
}

const part = (object: unknown, field: string): unknown => (isRecord(object) ? object[field] : undefined);

function owners(object: Record<string, unknown>): unknown {
  const all = part(object["metadata"], "ownerReferences");
  return Array.isArray(all) ? all[0] : undefined;
}

/** Waits until all of these were seen. */
export function untilAll(
  what: string,
  found: ReadonlyMap<string, number>,
  names: readonly string[],
  limitMs: number,
): Promise<void> {
  const count = (): number => names.filter((name) => found.has(name)).length;
  return until(
    `all ${what}`,
    limitMs,
    () => count() === names.length,
    () => `(${count()} so far)`,
  );
}

/** How late each was, in milliseconds: as many as `times`, or all for one time. */
export function late(
  found: ReadonlyMap<string, number>,
  names: readonly string[],
  times: readonly number[],
): number[] {
  return names.map((name, index) => (found.get(name) ?? Number.NaN) - (times[index] ?? times[0] ?? 0));
}

/** p50, p99 and the last, in seconds. */
export function brief(all: readonly number[]): string {
  const [p50, p99, last] = [0.5, 0.99, 1].map((q) => ((quantile(all, q) ?? Number.NaN) / 1_000).toFixed(3));
  return `p50 ${p50} s, p99 ${p99} s, last ${last} s`;
}
