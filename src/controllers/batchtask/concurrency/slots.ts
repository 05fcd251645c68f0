import type { BatchTask } from "../../../api/batchtask.ts";
import type { Job } from "../../../api/job.ts";
import type { FreezeState } from "../../../guardrails/freezes/state.ts";
import { keyOf } from "../../../kube/object.ts";
import type { Store } from "../../../kube/store/store.ts";
import { type OwnJob, taskKeyOf } from "../own-job.ts";
import { EVERYWHERE, type Limit, type Limiting, limitsOf, lineOf } from "./limits.ts";
import { createOccupancy, EXTRA, kindOf, type Member } from "./occupancy.ts";
import { type Plan, planStarts } from "./plan.ts";
import { type SlotState, slotStateOf, waitsSince } from "./slot-state.ts";

export interface SlotsOptions {
  /** With an index `namespace`. */
  tasks: Store<BatchTask>;
  jobs: Pick<Store<Job>, "subscribe">;
  ownJob: OwnJob;
  /** What policies ask for in a namespace; undefined while that is not known. */
  limiting: (namespace: string) => Limiting | undefined;
  /** Whether a freeze is on in a namespace: who waits for its end takes no slot. */
  freezeOf: (namespace: string) => FreezeState;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** A cached task with what is known of it and not on record yet. */
  withUnwritten: (task: BatchTask) => BatchTask;
  /** Has a task looked at that may acquire its slots now. */
  wake: (key: string) => void;
}

/** A task's position in the queue for a slot; 1 is next. */
export interface QueuePosition {
  position: number;
  /** How many wait. */
  of: number;
  /** What the task waits for. */
  limit: Limit;
}

/**
 * The slots of maxActivePerNamespace, maxActivePerLabel and runs.concurrencyGroup, and the queues of tasks that wait for
 * them. They follow from the caches alone, so they survive a restart; what is remembered is only which tasks are being
 * started at this moment, since their Jobs are not in the cache yet. All is worked out once for a set of policies, and
 * kept by each change of a task or a Job.
 */
export interface Slots {
  /** The position of a task that has to wait. undefined: it may go on, and if it is about to start, it has its slots until `release`. */
  acquire(task: BatchTask, job: Job | undefined): QueuePosition | undefined;
  /**
   * What was begun is done: the Job is in the cache, and holds the slots from now on; or it was not created, and the
   * next task is woken. True if the task had slots.
   */
  release(task: BatchTask): boolean;
  /** Keys of the tasks of a namespace's line that may start now. */
  next(namespace: string): string[];
  /** Wakes those who are next, and nobody else. */
  wakeNext(namespace: string): void;
  /** Other guardrails may hold in a namespace, or in any. To be called after they have changed. */
  renew(namespace: string | undefined): void;
}

/** A plan, and for how long it is one if nothing else changes. */
interface Known {
  plan: Plan;
  from: number;
  until: number;
}

/** To be made before anything else hears of changes of tasks and Jobs. */
export function createSlots(options: SlotsOptions): Slots {
  const { tasks, jobs, ownJob, limiting, withUnwritten, wake, now } = options;
  const plans = new Map<string, Known>();
  const occupancy = createOccupancy((line) => plans.delete(line));
  let isFilled = false;

  function memberOf(task: BatchTask): Member | undefined {
    const { namespace } = task.metadata;
    const merged = limiting(namespace);
    const limits = limitsOf(task, merged);
    if (limits.length === 0) return undefined;
    const line = lineOf(namespace, merged);
    return {
      key: keyOf(task),
      since: waitsSince(task),
      namespace,
      line,
      limits,
      kind: kindOf(namespace, limits),
    };
  }

  function put(task: BatchTask, state: SlotState): void {
    const counts = state === "Holds" || state === "Waits";
    occupancy.put(keyOf(task), counts ? memberOf(task) : undefined, state === "Holds" ? "Holds" : "Waits");
  }

  function putCached(cached: BatchTask): void {
    const { namespace } = cached.metadata;
    if (limitsOf(cached, limiting(namespace)).length === 0)
      return occupancy.put(keyOf(cached), undefined, "Waits");
    const task = withUnwritten(cached);
    put(task, slotStateOf(task, ownJob(task)));
  }

  function fill(): void {
    if (isFilled) return;
    isFilled = true;
    for (const key of occupancy.clear()) {
      const task = tasks.get(key);
      const member = task && memberOf(withUnwritten(task));
      if (member) occupancy.begin(member);
    }
    for (const task of tasks.list()) putCached(task);
  }

  function renewTask(key: string): void {
    if (!isFilled) return;
    const task = tasks.get(key);
    if (task) putCached(task);
    else occupancy.put(key, undefined, "Waits");
  }

  /** A task as it is known by now; one that has gone meanwhile must not stand in the line for ever. */
  function see(task: BatchTask, state: SlotState): void {
    if (tasks.get(keyOf(task))?.metadata.uid === task.metadata.uid) put(task, state);
  }

  function makePlan(line: string, extra?: Member): Known {
    const from = now();
    let until = Number.POSITIVE_INFINITY;
    const isFrozen = (namespace: string): boolean => {
      const { frozen, changesAt = until } = options.freezeOf(namespace);
      until = Math.min(until, changesAt);
      return frozen !== undefined;
    };
    const plan = planStarts(occupancy.kinds(line, extra), occupancy.rooms(line, extra), isFrozen);
    return { plan, from, until };
  }

  function planOf(line: string): Plan {
    const known = plans.get(line);
    const time = now();
    if (known && known.from <= time && time < known.until) return known.plan;
    const made = makePlan(line);
    plans.set(line, made);
    return made.plan;
  }

  function startOrWait(member: Member): QueuePosition | undefined {
    const isInLine = occupancy.isWaiting(member.key);
    const plan = isInLine ? planOf(member.line) : makePlan(member.line, member).plan;
    if (plan.starts.has(member.key)) {
      occupancy.begin(member);
      return undefined;
    }
    const limit = plan.passed.get(isInLine ? member.kind : EXTRA) ?? member.limits[0];
    return limit && { ...occupancy.placeFor(member, limit), limit };
  }

  function next(namespace: string): string[] {
    fill();
    return startsIn(lineOf(namespace, limiting(namespace)));
  }

  const startsIn = (line: string): string[] => (occupancy.has(line) ? [...planOf(line).starts] : []);

  tasks.subscribe(({ object }) => renewTask(keyOf(object)));
  jobs.subscribe(({ object, old }) => {
    const keys = new Set([taskKeyOf(object), old && taskKeyOf(old)]);
    for (const key of keys) if (key !== undefined) renewTask(key);
  });

  return {
    acquire(task, job) {
      fill();
      const state = slotStateOf(task, job);
      see(task, state);
      const isAsking = task.status?.run !== undefined && (state === "Waits" || state === "Stuck");
      const member = isAsking ? memberOf(task) : undefined;
      return member && startOrWait(member);
    },
    release(task) {
      const key = keyOf(task);
      if (!occupancy.end(key)) return false;
      renewTask(key);
      // Whoever could not start leaves its slots to the next ones, and comes again by its own backoff.
      for (const other of next(task.metadata.namespace)) if (other !== key) wake(other);
      return true;
    },
    next,
    wakeNext(namespace) {
      for (const key of next(namespace)) wake(key);
    },
    renew(namespace) {
      if (namespace === undefined) isFilled = false;
      if (namespace === undefined || !isFilled) return;
      for (const task of tasks.byIndex("namespace", namespace)) putCached(task);
      // It may have left the one for the other.
      for (const key of [EVERYWHERE, namespace].flatMap(startsIn)) wake(key);
    },
  };
}
