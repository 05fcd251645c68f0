import { createFairLanes, type FairLanes } from "./fair-lanes.ts";

/** "high" is for an end that somebody waits for; "low" for what a full read found: nobody waits for that. */
export type Priority = "high" | "normal" | "low";

const RANKS: Record<Priority, number> = { high: 2, normal: 1, low: 0 };

/** Whether a key that waits at `known` is to be raised. Never the other way. */
export function raises(priority: Priority, known: Priority): boolean {
  return RANKS[priority] > RANKS[known];
}

/** Keys that wait for a worker, each once. */
export interface ReadyKeys {
  readonly size: number;
  /** Adds the key; one that waits with a lower priority is raised, never the other way. */
  add(key: string, priority: Priority): void;
  /**
   * High before normal before low, tenants in turn; but now and then the other way, so that nothing starves.
   * @param mayTake whether a tenant may have one more key taken now
   * @param least no key of a lower priority
   */
  take(mayTake: (tenant: string) => boolean, least?: Priority): string | undefined;
  clear(): void;
}

/** One in so many keys may be a low one, one in so many a normal one, though more urgent ones wait. */
const SHARES = { low: 16, normal: 4 };

/** @param nth the number of the key that is to be taken */
function orderOf(nth: number): Priority[] {
  if (nth % SHARES.low === 0) return ["low", "normal", "high"];
  return nth % SHARES.normal === 0 ? ["normal", "high", "low"] : ["high", "normal", "low"];
}

export function createReadyKeys(tenantOf: (key: string) => string): ReadyKeys {
  const waiting = new Map<string, Priority>();
  const lanes: Record<Priority, FairLanes> = {
    high: createFairLanes(),
    normal: createFairLanes(),
    low: createFairLanes(),
  };
  let taken = 0;

  return {
    get size() {
      return waiting.size;
    },
    add(key, priority) {
      const known = waiting.get(key);
      if (known && !raises(priority, known)) return;
      waiting.set(key, priority);
      lanes[priority].push(tenantOf(key), key);
    },
    take(mayTake, least = "low") {
      taken += 1;
      for (const priority of orderOf(taken)) {
        if (raises(least, priority)) continue;
        const key = lanes[priority].pop((one) => waiting.get(one) === priority, mayTake);
        if (key === undefined) continue;
        waiting.delete(key);
        return key;
      }
      return undefined;
    },
    clear() {
      waiting.clear();
      for (const lane of Object.values(lanes)) lane.clear();
    },
  };
}
