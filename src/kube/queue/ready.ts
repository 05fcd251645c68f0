import { createFairLanes, type FairLanes } from "./fair-lanes.ts";

/** "low" is for what a full read found: nobody waits for it, while a "normal" key just changed. */
export type Priority = "normal" | "low";

/** Keys that wait for a worker, each once. */
export interface ReadyKeys {
  readonly size: number;
  /** Adds the key; one that waits with low priority is raised to normal, never the other way. */
  add(key: string, priority: Priority): void;
  /** Normal before low, tenants in turn; one in `lowShare` keys is low, so that those don't starve. */
  take(): string | undefined;
  clear(): void;
}

const lowShare = 16;

export function createReadyKeys(tenantOf: (key: string) => string): ReadyKeys {
  const waiting = new Map<string, Priority>();
  const lanes: Record<Priority, FairLanes> = { normal: createFairLanes(), low: createFairLanes() };
  let taken = 0;

  const takeFrom = (priority: Priority): string | undefined =>
    lanes[priority].pop((key) => waiting.get(key) === priority);

  return {
    get size() {
      return waiting.size;
    },
    add(key, priority) {
      const known = waiting.get(key);
      if (known === priority || known === "normal") return;
      waiting.set(key, priority);
      lanes[priority].push(tenantOf(key), key);
    },
    take() {
      taken += 1;
      const order: Priority[] = taken % lowShare === 0 ? ["low", "normal"] : ["normal", "low"];
      for (const priority of order) {
        const key = takeFrom(priority);
        if (key === undefined) continue;
        waiting.delete(key);
        return key;
      }
      return undefined;
    },
    clear() {
      waiting.clear();
      lanes.normal.clear();
      lanes.low.clear();
    },
  };
}
