import type { BatchTask } from "../../../api/batchtask.ts";
import type { Job } from "../../../api/job.ts";
import type { Decided } from "../../../guardrails/merge/merged.ts";
import { keyOf } from "../../../kube/object.ts";
import type { Store } from "../../../kube/store/store.ts";
import type { OwnJob } from "../own-job.ts";
import { inOrder, type SlotState, slotStateOf } from "./slot-state.ts";

export interface SlotsOptions {
  /** With an index `namespace`. */
  tasks: Store<BatchTask>;
  ownJob: OwnJob;
  /** maxActivePerNamespace in a namespace. */
  limit: (namespace: string) => Decided<number> | undefined;
  /** A cached task with what is known of it and not on record yet. */
  withUnwritten: (task: BatchTask) => BatchTask;
  /** Has a task looked at that may acquire a slot now. */
  wake: (key: string) => void;
}

/** A task's position in the queue for a slot; 1 is next. */
export interface QueuePosition {
  position: number;
  /** How many wait. */
  of: number;
  most: Decided<number>;
}

/**
 * The slots of maxActivePerNamespace, and the queue of tasks that wait for one. It is worked out from the caches alone,
 * so it survives a restart; what it remembers is only which tasks are being started at this moment, since their Jobs
 * are not in the cache yet.
 */
export interface Slots {
  /** The position of a task that has to wait. undefined: it may go on, and if it is about to start, it has a slot until `release`. */
  acquire(task: BatchTask, job: Job | undefined): QueuePosition | undefined;
  /**
   * What was begun is done: the Job is in the cache, and holds the slot from now on; or it was not created, and the
   * next task is woken. True if the task had a slot.
   */
  release(task: BatchTask): boolean;
  /** Keys of the tasks that may start now: no more than there are free slots. */
  next(namespace: string): string[];
  /** Wakes those who are next, and nobody else. */
  wakeNext(namespace: string): void;
}

interface Occupancy {
  /** Slots that nobody has. */
  free: number;
  /** Who waits for them, in no order. */
  waiting: BatchTask[];
}

export function createSlots({ tasks, ownJob, limit, withUnwritten, wake }: SlotsOptions): Slots {
  const starting = new Map<string, string>();

  function stateOf(cached: BatchTask): SlotState {
    const task = withUnwritten(cached);
    return slotStateOf(task, ownJob(task));
  }

  /** One walk over the namespace's tasks. A stuck task waits only when it asks itself. */
  function take(namespace: string, max: number, asking?: string): Occupancy {
    let taken = 0;
    for (const where of starting.values()) if (where === namespace) taken += 1;
    const waiting: BatchTask[] = [];
    for (const task of tasks.byIndex("namespace", namespace)) {
      const state = stateOf(task);
      if (state === "NeedsNone" || starting.has(keyOf(task))) continue;
      if (state === "Holds") taken += 1;
      else if (state === "Waits" || task.metadata.name === asking) waiting.push(task);
    }
    return { free: Math.max(0, max - taken), waiting };
  }

  function next(namespace: string): string[] {
    const most = limit(namespace);
    if (!most) return [];
    const { free, waiting } = take(namespace, most.value);
    if (free === 0) return [];
    return waiting.toSorted(inOrder).slice(0, free).map(keyOf);
  }

  return {
    acquire(task, job) {
      const { namespace, name } = task.metadata;
      const most = limit(namespace);
      const state = slotStateOf(task, job);
      if (!most || !task.status?.run || state === "Holds" || state === "NeedsNone") return undefined;
      const { free, waiting } = take(namespace, most.value, name);
      const position = positionIn(waiting, name);
      if (position > free) return { position, of: waiting.length, most };
      starting.set(keyOf(task), namespace);
      return undefined;
    },
    release(task) {
      const key = keyOf(task);
      const hadSlot = starting.delete(key);
      // Whoever could not start leaves the slot to the next one, and comes again by its own backoff.
      if (hadSlot && !ownJob(task))
        for (const other of next(task.metadata.namespace)) if (other !== key) wake(other);
      return hadSlot;
    },
    next,
    wakeNext(namespace) {
      for (const key of next(namespace)) wake(key);
    },
  };
}

/** 1 is next; 0 is a task that does not wait. Counted, not sorted: every task that waits asks for its own. */
function positionIn(waiting: readonly BatchTask[], name: string): number {
  const own = waiting.find(({ metadata }) => metadata.name === name);
  if (!own) return 0;
  let position = 1;
  for (const other of waiting) if (inOrder(other, own) < 0) position += 1;
  return position;
}
