import type { BatchTask } from "../../../api/batchtask.ts";
import { type SlotState, waitsSince } from "./slot-state.ts";
import { keyOf } from "../../../kube/object.ts";
import { createWaitingLine, type Waiter } from "./waiting-line.ts";

/** Who holds a slot of one namespace, who is about to, and who waits; kept by what changes. */
export interface Occupancy {
  /** What a task is to the slots by now; `undefined`: it is gone. */
  put(key: string, task: BatchTask | undefined, state: SlotState): void;
  /** The task is being started: it has a slot, whatever it is else, until `end`. */
  begin(key: string): void;
  /** True if the task was being started. */
  end(key: string): boolean;
  /** Slots that are taken. */
  taken(): number;
  /** How many wait. */
  waiting(): number;
  /** The place of a task that waits, or asks to. */
  placeOf(task: BatchTask): number;
  /** Keys of the first who wait. */
  first(count: number): string[];
}

export function createOccupancy(): Occupancy {
  const holding = new Set<string>();
  const starting = new Set<string>();
  const waiters = new Map<string, Waiter>();
  const line = createWaitingLine();

  function wait(key: string, since: string | undefined): void {
    const known = waiters.get(key);
    if (known?.since === since) return;
    if (known) {
      line.remove(known);
      waiters.delete(key);
    }
    if (since === undefined) return;
    const waiter = { key, since };
    waiters.set(key, waiter);
    line.add(waiter);
  }

  return {
    put(key, task, state) {
      if (state === "Holds") holding.add(key);
      else holding.delete(key);
      wait(key, task && state === "Waits" && !starting.has(key) ? waitsSince(task) : undefined);
    },
    begin(key) {
      starting.add(key);
      wait(key, undefined);
    },
    end: (key) => starting.delete(key),
    taken: () => holding.size + [...starting].filter((key) => !holding.has(key)).length,
    waiting: () => line.length,
    placeOf: (task) => line.placeOf({ key: keyOf(task), since: waitsSince(task) }),
    first: (count) => line.first(count),
  };
}
