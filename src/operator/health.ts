import type { WorkQueue } from "../kube/workqueue/workqueue.ts";
import type { Reflector } from "../kube/reflector/reflector.ts";

/** A reflector tries anew within a minute, and no single attempt takes longer than a few: silence of its own for so long means that it hangs. */
const REFLECTOR_STUCK_MS = 10 * 60_000;
/** A reconcile is aborted after two minutes: one that is still there ignores it. */
const WORKER_STUCK_SECONDS = 5 * 60;

/**
 * What only a new process can heal; undefined while all is well. An API server that is away is no such thing:
 * a restart would lose warm caches and gain nothing (docs/decisions/0003-leadership-and-probes.md).
 */
export function notAlive(
  reflectors: readonly Pick<Reflector, "idleMs">[],
  queue: Pick<WorkQueue, "longestRunningSeconds">,
): string | undefined {
  const idleMs = Math.max(...reflectors.map((reflector) => reflector.idleMs()));
  if (idleMs > REFLECTOR_STUCK_MS)
    return `A watch neither received nor tried anything for ${Math.round(idleMs / 1000)} s`;
  const running = queue.longestRunningSeconds();
  if (running > WORKER_STUCK_SECONDS) return `A reconcile hangs for ${Math.round(running)} s`;
  return undefined;
}

/** What the operator still waits for before it can work or take over; undefined once its caches are filled. */
export function notReady(reflectors: readonly Pick<Reflector, "synced" | "lastError">[]): string | undefined {
  const waiting = reflectors.filter(({ synced }) => !synced);
  if (waiting.length === 0) return undefined;
  return waiting.map(({ lastError }) => lastError ?? "A cache is being filled").join("\n");
}
