import type { BatchTask } from "../../../api/batchtask.ts";
import { defined } from "../../../api/defined.ts";
import type { BatchTaskStatus, Run } from "../../../api/status.ts";
import { keyOf } from "../../../kube/object.ts";
import { isMilestone } from "./milestone.ts";

/**
 * Mere progress is written this long after it was noticed, together with all that has come until then. Longer than
 * the Job controller lets ended pods wait for each other (a second, syncJobBatchPeriod in
 * pkg/controller/job/job_controller.go): so of a Job whose pod ends at once only the end is written.
 */
export const DEFERRED_MS = 1_500;

/** Where many tasks need something at once, mere progress makes room for them, for so long in all at the longest. */
export const YIELDED_MS = 10_000;

/** Until then it is asked so often whether they still do: once, at half of that time. */
export const BUSY_MS = (YIELDED_MS - DEFERRED_MS) / 2;

/**
 * The statuses that are known and not written yet. A status write costs the API server as much as the creation of a
 * Job, and a Job takes several steps within its first second or so: they are written as one, and of a run that is over by
 * then only its end is (docs/decisions/0004). An entry lives until its status is written, at the longest until the
 * next look at its task.
 */
export interface Deferral {
  /**
   * Milliseconds until `status` is to be written; 0: now. What is written, or no longer needs to be, is to be dropped.
   */
  defer(task: BatchTask, recorded: BatchTaskStatus | undefined, status: BatchTaskStatus): number;
  drop(key: string): void;
  /**
   * The task, with what this process knows of its run and has not put on record yet, so that it is not found out a
   * second time, nor dated later: the run that is its Job's alone, the UID of the Job that it created (one that is removed meanwhile was there: its run
   * is lost, and not to be started again), when its first pod ran, and how it failed so far.
   */
  withUnwritten(task: BatchTask): BatchTask;
  /** The process is about to end: nothing is deferred any more. The keys of what is deferred now. */
  close(): string[];
  readonly size: number;
}

interface Entry {
  uid: string;
  sinceMs: number;
  status: BatchTaskStatus;
}

/**
 * @param monotonic milliseconds that never jump
 * @param isBusy whether many tasks need something at once
 */
export function createDeferral(monotonic: () => number, isBusy: () => boolean = () => false): Deferral {
  const entries = new Map<string, Entry>();
  let isClosed = false;

  function delayAfter(waitedMs: number): number {
    if (waitedMs < DEFERRED_MS) return DEFERRED_MS - waitedMs;
    return isBusy() ? Math.min(BUSY_MS, Math.max(0, YIELDED_MS - waitedMs)) : 0;
  }

  return {
    defer(task, recorded, status) {
      const key = keyOf(task);
      const { uid } = task.metadata;
      const now = monotonic();
      const known = entries.get(key);
      const sinceMs = known?.uid === uid ? known.sinceMs : now;
      entries.set(key, { uid, sinceMs, status });
      return isClosed || isMilestone(recorded, status) ? 0 : delayAfter(now - sinceMs);
    },
    drop: (key) => void entries.delete(key),
    withUnwritten(task) {
      const { status } = task;
      const entry = entries.get(keyOf(task));
      if (!entry || entry.uid !== task.metadata.uid) return task;
      if (!status?.run) return { ...task, status: withFirstRunOf(status, entry.status) };
      const { number, completionTime } = status.run;
      // An end that is on record stays as it is.
      if (entry.status.run?.number !== number || completionTime !== undefined) return task;
      return { ...task, status: withFacts(status, status.run, entry.status) };
    },
    close() {
      isClosed = true;
      return [...entries.keys()];
    },
    get size() {
      return entries.size;
    },
  };
}

/** A first run that is not on record: all that is known of it is here. Its end, or that it is to be stopped, only counts once it is. */
function withFirstRunOf(status: BatchTaskStatus | undefined, seen: BatchTaskStatus): BatchTaskStatus {
  const { observedGeneration, run, failed, failure, lastHandledRerun } = seen;
  const begun = run && { ...run, completionTime: undefined, stopping: undefined };
  // What its Job was made with.
  const { effective, adjustments } = run?.jobUID === undefined ? {} : seen;
  const facts = { run: begun && defined(begun), failed, failure, lastHandledRerun, effective, adjustments };
  return { observedGeneration, ...status, ...defined(facts) };
}

function withFacts(status: BatchTaskStatus, run: Run, { run: seen, failed, failure }: BatchTaskStatus) {
  const begun = defined({ podStartTime: run.podStartTime ?? seen?.podStartTime });
  return { ...status, ...defined({ failed, failure }), run: { ...withJobOf(run, seen), ...begun } };
}

/** The hash of the Job's spec goes with the Job, and so do its overrides: an edit before its creation went into it. */
function withJobOf(run: Run, seen: Run | undefined): Run {
  if (run.jobUID !== undefined || !seen?.jobUID) return run;
  const { overrides: _, invalidOverrides: __, ...rest } = run;
  const { jobUID, templateHash, overrides, invalidOverrides } = seen;
  return { ...rest, jobUID, templateHash, ...defined({ overrides, invalidOverrides }) };
}
