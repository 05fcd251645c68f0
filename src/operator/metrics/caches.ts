import { Counter, Gauge, type Registry } from "prom-client";
import type { StoreMetrics } from "../../kube/metrics.ts";

/** How far the caches are behind the API server, and what that would have led to. */
export interface CacheMetrics {
  store: (resource: string) => StoreMetrics;
  /** A cached state was asked for live before a write depended on it, and turned out to be old. */
  staleRead: (resource: string) => void;
  /** Reads at each scrape how long ago the API server last sent anything, in seconds. */
  watchAge: (resource: string, ageSeconds: () => number) => void;
}

export function cacheMetrics(registry: Registry): CacheMetrics {
  const common = { labelNames: ["resource"] as const, registers: [registry] };
  const own = new Counter({
    name: "batchtask_own_writes_seen_total",
    help: "Own writes that the cache showed before the watch brought them.",
    ...common,
  });
  const stale = new Counter({
    name: "batchtask_stale_reads_total",
    help: "Cached states that a live read found to be old before a write depended on them.",
    ...common,
  });
  const ages = new Map<string, () => number>();
  const age = new Gauge({
    name: "batchtask_watch_age_seconds",
    help: "Time since the API server last sent anything on a watch; bookmarks come each minute.",
    ...common,
    collect() {
      for (const [resource, seconds] of ages) age.set({ resource }, seconds());
    },
  });
  return {
    store: (resource) => ({ ownWriteSeen: () => own.inc({ resource }) }),
    staleRead: (resource) => stale.inc({ resource }),
    watchAge: (resource, ageSeconds) => void ages.set(resource, ageSeconds),
  };
}
