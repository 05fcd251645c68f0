import type { ReflectorMetrics, StoreMetrics } from "../../kube/metrics.ts";
import type { Reflector } from "../../kube/reflector/reflector.ts";
import type { OptionalReflector } from "../../kube/reflector/optional.ts";
import type { Meter } from "./meter.ts";

/** The resources that the operator keeps in memory. */
export type CachedResource = "batchtasks" | "jobs" | "batchtaskpolicies" | "namespaces";

/** A reflector, as far as the age of its watch goes. */
type Watching = Pick<Reflector, "lastActivityMs"> & Partial<Pick<OptionalReflector, "unavailable">>;

/** How far the caches are behind the API server, and what that would have led to. */
export interface CacheMetrics {
  reflector: (resource: CachedResource) => ReflectorMetrics;
  store: (resource: CachedResource) => StoreMetrics;
  /** A cached state was asked for live before a write depended on it, and turned out to be old. */
  staleRead: (resource: CachedResource) => void;
  /** Reads at each scrape how long ago the API server last sent anything; but for a resource that the operator does without. */
  watchAges: (reflectors: Record<CachedResource, readonly Watching[]>) => void;
}

export function cacheMetrics(meter: Meter): CacheMetrics {
  const resource = "`batchtasks`, `jobs`, `batchtaskpolicies`, `namespaces`";
  const syncs = meter.counter({
    name: "batchtask_reflector_syncs_total",
    help: "Full reads of a resource, by the way they were made.",
    labels: { resource, how: "`watchlist`, `list`" },
  });
  const watches = meter.counter({
    name: "batchtask_reflector_watches_total",
    help: "Watch requests.",
    labels: { resource },
  });
  const failures = meter.counter({
    name: "batchtask_reflector_failures_total",
    help: "Reads and watches that ended by an error.",
    labels: { resource, reason: "the API server's reason, or the connection's error code" },
  });
  const own = meter.counter({
    name: "batchtask_own_writes_seen_total",
    help: "Own writes that the cache showed before the watch brought them.",
    labels: { resource },
  });
  const stale = meter.counter({
    name: "batchtask_stale_reads_total",
    help: "Cached states that a live read found to be old before a write depended on them; the write was decided anew.",
    labels: { resource },
  });
  let watched: Partial<Record<CachedResource, readonly Watching[]>> = {};
  meter.reading(
    {
      name: "batchtask_watch_age_seconds",
      help: "Time since the API server last sent anything on a watch (bookmarks come each minute); +Inf before it ever did.",
      labels: { resource },
    },
    () =>
      Object.entries(watched)
        .map(([resource, all]) => [resource, all.filter(({ unavailable }) => unavailable !== true)] as const)
        .filter(([, used]) => used.length > 0)
        .map(([resource, used]) => [{ resource }, oldest(used)] as const),
  );
  return {
    reflector: (resource) => ({
      synced: (how) => syncs.inc({ resource, how }),
      watchStarted: () => watches.inc({ resource }),
      failed: (reason) => failures.inc({ resource, reason }),
    }),
    store: (resource) => ({ ownWriteSeen: () => own.inc({ resource }) }),
    staleRead: (resource) => stale.inc({ resource }),
    watchAges(reflectors) {
      watched = reflectors;
    },
  };
}

function oldest(watches: readonly Watching[]): number {
  return Math.max(...watches.map((watch) => watch.lastActivityMs())) / 1000;
}
