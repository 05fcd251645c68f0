import { isDeepStrictEqual } from "node:util";
import type { BatchTask } from "../../../api/batchtask.ts";
import type { Job } from "../../../api/job.ts";
import { BATCHTASKS } from "../../../api/resources.ts";
import type { BatchTaskStatus } from "../../../api/status.ts";
import type { Client } from "../../../kube/client.ts";
import { mayBeDone } from "../../../kube/errors.ts";
import type { Logger } from "../../../kube/log.ts";
import { keyOf } from "../../../kube/object.ts";
import type { Store } from "../../../kube/store/store.ts";
import { eventsOf, type TaskEvent } from "../../../status/events.ts";
import type { Deferral } from "./deferral.ts";
import { flushStatuses } from "./flush.ts";

/**
 * The one writer of tasks' statuses. In this order it
 * - compares: a status that equals the recorded one costs no write;
 * - defers: mere progress waits for what comes after it (deferral.ts); what somebody may wait for, and what can't be
 *   read a second time, goes at once (milestone.ts);
 * - writes by compare-and-swap: of two processes that know different things one fails, and looks again;
 * - tells, once the write has been answered: the step in metrics, its events (status/events.ts). Where the answer was
 *   lost, it tells once the status is seen to be recorded.
 * Nothing is told of a status that was not written, and nothing is written twice.
 *
 * What an added field of status owes to it: computeStatus gives the same value for the same world, else a task at rest
 * is written for ever; a change that somebody waits for is a milestone; what is found out once and can't be read again
 * is carried over by `withUnwritten` until it is written; what is worth a line in `kubectl describe` is in eventsOf.
 */
export interface StatusWriter {
  /**
   * Writes the status, where it differs from the recorded one and need not wait.
   * @throws as the client does; the status is then as it was, and is to be worked out anew
   */
  write(observed: Recorded, status: BatchTaskStatus, signal: AbortSignal): Promise<Written>;
  /**
   * The task, with what this process knows of its run and has not put on record yet, so that it is not found out a
   * second time, nor dated later.
   */
  withUnwritten(task: BatchTask): BatchTask;
  /** The task is gone, and whatever was to be written of it. */
  forget(key: string): void;
  /**
   * Before another process takes over: from now on nothing is deferred, and `reconcile` is called for each task of
   * which something was. What can't be written is told in the log.
   */
  flush(reconcile: (key: string) => Promise<unknown>, log: Logger): Promise<void>;
}

/** A task, and the status that it has on record. */
export interface Recorded {
  task: BatchTask;
  recorded?: BatchTaskStatus | undefined;
  /** The run's Job, as it is now. */
  job?: Job | undefined;
}

export interface Written {
  /** Milliseconds until a status that was deferred is to be written; 0: none was. */
  dueInMs: number;
  /** The resourceVersion that the write led to. */
  version?: string | undefined;
}

/** A status that was written, and the one before it. */
export interface StatusStep {
  /** As the API server stored it. */
  task: BatchTask;
  before: BatchTaskStatus | undefined;
  after: BatchTaskStatus;
  /** The run's Job, as it was when the status was worked out. */
  job: Job | undefined;
  /** When the write had been answered, in milliseconds since the epoch. */
  at: number;
}

type Step = Pick<StatusStep, "before" | "after" | "job">;

export interface StatusWriterOptions {
  client: Pick<Client, "replaceStatus">;
  tasks: Store<BatchTask>;
  deferral: Deferral;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Told of each event of a task, after the write that it reports. Must not throw. */
  tell: (task: BatchTask, event: TaskEvent) => void;
  /** Told of each status after it was written. Must not throw. */
  onStatus?: ((step: StatusStep) => void) | undefined;
}

export function createStatusWriter(options: StatusWriterOptions): StatusWriter {
  const { client, tasks, deferral, now, tell, onStatus } = options;
  /** Steps whose write may be recorded, though nobody said so. */
  const unanswered = new Map<string, Step>();

  function settle(key: string): void {
    deferral.drop(key);
    unanswered.delete(key);
  }

  function report(task: BatchTask, { before, after, job }: Step): void {
    onStatus?.({ task, before, after, job, at: now() });
    for (const event of eventsOf(before, after, job)) tell(task, event);
  }

  return {
    async write({ task, recorded, job }, status, signal) {
      const key = keyOf(task);
      const lost = unanswered.get(key);
      if (lost && isDeepStrictEqual(lost.after, recorded)) {
        unanswered.delete(key);
        report(task, lost);
      }
      if (isDeepStrictEqual(recorded, status)) {
        settle(key);
        return { dueInMs: 0 };
      }
      const dueInMs = deferral.defer(task, recorded, status);
      if (dueInMs > 0) return { dueInMs };
      const step = { before: recorded, after: status, job };
      try {
        const written = await client.replaceStatus(BATCHTASKS, { ...task, status }, { signal });
        tasks.upsert(written);
        settle(key);
        report(written, step);
        return { dueInMs, version: written.metadata.resourceVersion };
      } catch (error) {
        if (mayBeDone(error)) unanswered.set(key, step);
        throw error;
      }
    },
    withUnwritten: (task) => deferral.withUnwritten(task),
    forget: settle,
    flush: (reconcile, log) => flushStatuses(deferral, reconcile, log),
  };
}
