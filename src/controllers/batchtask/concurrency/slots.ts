import type { BatchTask } from "../../../api/batchtask.ts";
import type { Job } from "../../../api/job.ts";
import type { Decided } from "../../../guardrails/merge/merged.ts";
import { keyOf } from "../../../kube/object.ts";
import type { Store } from "../../../kube/store/store.ts";
import { isOurs } from "../../../job/ownership.ts";
import { inOrder, type Standing, standing } from "./slot-state.ts";

export interface LineOptions {
  /** With an index `namespace`. */
  tasks: Store<BatchTask>;
  jobs: Store<Job>;
  /** maxActivePerNamespace in a namespace. */
  most: (namespace: string) => Decided<number> | undefined;
  /** A cached task with what is known of it and not on record yet. */
  known: (task: BatchTask) => BatchTask;
}

/** A task's place in the line; 1 is next. */
export interface Place {
  position: number;
  /** How many wait. */
  of: number;
  most: Decided<number>;
}

/**
 * The line of tasks that wait for maxActivePerNamespace. It is worked out from the caches alone, so
 * it survives a restart; what it remembers is only which tasks are being started at this moment,
 * since their Jobs are not in the cache yet.
 */
export interface Line {
  /** A place for a task that has to wait. undefined: it may go on, and if it is about to start, it has a slot until `leave`. */
  enter(task: BatchTask, job: Job | undefined): Place | undefined;
  /** What was begun is done: the Job is in the cache, or was not created. True if the task had a slot. */
  leave(task: BatchTask): boolean;
  /** Keys of the tasks that may start now: no more than there are free slots. */
  next(namespace: string): string[];
}

interface Look {
  /** Slots that nobody has. */
  free: number;
  /** Who waits for them, in no order. */
  waiting: BatchTask[];
}

export function createLine({ tasks, jobs, most, known }: LineOptions): Line {
  const starting = new Map<string, string>();

  function standingOf(cached: BatchTask): Standing {
    const task = known(cached);
    const name = task.status?.run?.jobName;
    const job = name === undefined ? undefined : jobs.get(`${task.metadata.namespace}/${name}`);
    return standing(task, job && isOurs(job, task) ? job : undefined);
  }

  /** One walk over the namespace's tasks. A stuck task is in line only when it asks itself. */
  function look(namespace: string, max: number, asking?: string): Look {
    let taken = 0;
    for (const where of starting.values()) if (where === namespace) taken += 1;
    const waiting: BatchTask[] = [];
    for (const task of tasks.byIndex("namespace", namespace)) {
      const now = standingOf(task);
      if (now === "outside" || starting.has(keyOf(task))) continue;
      if (now === "holds") taken += 1;
      else if (now === "waits" || task.metadata.name === asking) waiting.push(task);
    }
    return { free: Math.max(0, max - taken), waiting };
  }

  return {
    enter(task, job) {
      const { namespace } = task.metadata;
      const limit = most(namespace);
      const now = standing(task, job);
      if (!limit || !task.status?.run || now === "holds" || now === "outside") return undefined;
      const { free, waiting } = look(namespace, limit.value, task.metadata.name);
      const position = positionIn(waiting, task.metadata.name);
      if (position > free) return { position, of: waiting.length, most: limit };
      starting.set(keyOf(task), namespace);
      return undefined;
    },
    leave: (task) => starting.delete(keyOf(task)),
    next(namespace) {
      const limit = most(namespace);
      if (!limit) return [];
      const { free, waiting } = look(namespace, limit.value);
      if (free === 0) return [];
      return waiting.toSorted(inOrder).slice(0, free).map(keyOf);
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
