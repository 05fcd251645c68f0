import type { BatchTask } from "../../../api/batchtask.ts";
import type { Job } from "../../../api/job.ts";
import type { Decided } from "../../../guardrails/merge/merged.ts";
import { keyOf, splitKey } from "../../../kube/object.ts";
import type { Store } from "../../../kube/store/store.ts";
import { type OwnJob, taskKeyOf } from "../own-job.ts";
import { createOccupancy, type Occupancy } from "./occupancy.ts";
import { type SlotState, slotStateOf } from "./slot-state.ts";

export interface SlotsOptions {
  /** With an index `namespace`. */
  tasks: Store<BatchTask>;
  jobs: Pick<Store<Job>, "subscribe">;
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
 * The slots of maxActivePerNamespace, and the queue of tasks that wait for one. It follows from the caches alone, so it
 * survives a restart; what it remembers is only which tasks are being started at this moment, since their Jobs are not
 * in the cache yet. It is worked out once for a namespace that has a limit, and kept by each change of a task or a Job.
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

/** To be made before anything else hears of changes of tasks and Jobs. */
export function createSlots({ tasks, jobs, ownJob, limit, withUnwritten, wake }: SlotsOptions): Slots {
  /** Of namespaces that have, or had, a limit. */
  const occupancies = new Map<string, Occupancy>();

  function put(occupancy: Occupancy, cached: BatchTask): void {
    const task = withUnwritten(cached);
    occupancy.put(keyOf(cached), task, slotStateOf(task, ownJob(task)));
  }

  function occupancyOf(namespace: string): Occupancy {
    const known = occupancies.get(namespace);
    if (known) return known;
    const made = createOccupancy();
    occupancies.set(namespace, made);
    for (const task of tasks.byIndex("namespace", namespace)) put(made, task);
    return made;
  }

  function renew(key: string): void {
    const occupancy = occupancies.get(splitKey(key).namespace);
    if (!occupancy) return;
    const task = tasks.get(key);
    if (task) put(occupancy, task);
    else occupancy.put(key, undefined, "NeedsNone");
  }

  /** A task as it is known by now; one that has gone meanwhile must not stand in the line for ever. */
  function see(task: BatchTask, state: SlotState): void {
    const key = keyOf(task);
    if (tasks.get(key)?.metadata.uid !== task.metadata.uid) return;
    occupancies.get(task.metadata.namespace)?.put(key, task, state);
  }

  tasks.subscribe(({ object }) => renew(keyOf(object)));
  jobs.subscribe(({ object, old }) => {
    const keys = new Set([taskKeyOf(object), old && taskKeyOf(old)]);
    for (const key of keys) if (key !== undefined) renew(key);
  });

  function next(namespace: string): string[] {
    const most = limit(namespace);
    if (!most) return [];
    const occupancy = occupancyOf(namespace);
    return occupancy.first(Math.max(0, most.value - occupancy.taken()));
  }

  return {
    acquire(task, job) {
      const { namespace } = task.metadata;
      const most = limit(namespace);
      const state = slotStateOf(task, job);
      see(task, state);
      if (!most || !task.status?.run || state === "Holds" || state === "NeedsNone") return undefined;
      const occupancy = occupancyOf(namespace);
      const position = occupancy.placeOf(task);
      if (position > most.value - occupancy.taken()) {
        const waiting = occupancy.waiting() + (state === "Stuck" ? 1 : 0);
        return { position, of: waiting, most };
      }
      occupancy.begin(keyOf(task));
      return undefined;
    },
    release(task) {
      const { namespace } = task.metadata;
      const key = keyOf(task);
      const hadSlot = occupancies.get(namespace)?.end(key) === true;
      if (!hadSlot) return false;
      renew(key);
      // Whoever could not start leaves the slot to the next one, and comes again by its own backoff.
      for (const other of next(namespace)) if (other !== key) wake(other);
      return true;
    },
    next,
    wakeNext(namespace) {
      for (const key of next(namespace)) wake(key);
    },
  };
}
