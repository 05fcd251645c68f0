import type { BatchTask } from "../../api/batchtask.ts";
import type { Job } from "../../api/job.ts";
import type { Decided } from "../../guardrails/merge/merged.ts";
import { keyOf } from "../../kube/object.ts";
import type { Store } from "../../kube/store.ts";
import { isOurs } from "../ownership.ts";
import { since, type Standing, standing } from "./place.ts";

export interface LineOptions {
  /** With an index `namespace`. */
  tasks: Store<BatchTask>;
  jobs: Store<Job>;
  /** maxActivePerNamespace in a namespace. */
  most: (namespace: string) => Decided<number> | undefined;
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

interface Row {
  task: BatchTask;
  key: string;
  standing: Standing;
}

export function createLine({ tasks, jobs, most }: LineOptions): Line {
  const starting = new Map<string, string>();

  function rows(namespace: string): Row[] {
    return tasks.byIndex("namespace", namespace).map((task) => {
      const name = task.status?.run?.jobName;
      const job = name === undefined ? undefined : jobs.get(`${namespace}/${name}`);
      return { task, key: keyOf(task), standing: standing(task, job && isOurs(job, task) ? job : undefined) };
    });
  }

  /** Slots that nobody has, and who waits for them, in order. A stuck task is in line only when it asks itself. */
  function look(namespace: string, max: number, asking?: string): { free: number; waiting: Row[] } {
    const all = rows(namespace);
    const taken = new Set(all.filter(({ standing }) => standing === "holds").map(({ key }) => key));
    for (const [key, where] of starting) if (where === namespace) taken.add(key);
    const waiting = all
      .filter(({ key, standing }) => standing === "waits" || (standing === "stuck" && key === asking))
      .filter(({ key }) => !taken.has(key))
      .map((row) => ({ row, since: since(row.task) }))
      .toSorted((a, b) => (a.since < b.since ? -1 : 1));
    return { free: Math.max(0, max - taken.size), waiting: waiting.map(({ row }) => row) };
  }

  return {
    enter(task, job) {
      const { namespace } = task.metadata;
      const limit = most(namespace);
      const now = standing(task, job);
      if (!limit || !task.status?.run || now === "holds" || now === "outside") return undefined;
      const key = keyOf(task);
      const { free, waiting } = look(namespace, limit.value, key);
      const rank = waiting.findIndex((row) => row.key === key);
      if (rank >= free) return { position: rank + 1, of: waiting.length, most: limit };
      starting.set(key, namespace);
      return undefined;
    },
    leave: (task) => starting.delete(keyOf(task)),
    next(namespace) {
      const limit = most(namespace);
      if (!limit) return [];
      const { free, waiting } = look(namespace, limit.value);
      return waiting.slice(0, free).map(({ key }) => key);
    },
  };
}
