import type { BatchTask } from "../../../api/batchtask.ts";
import { defined } from "../../../api/defined.ts";
import type { Job } from "../../../api/job.ts";
import { hasRunPods, isEnding, isPaused, podCounts } from "../../../job/conditions.ts";
import { progressOf } from "../../../job/progress.ts";
import { keyOf } from "../../../kube/object.ts";
import { SCHEDULING_GATED } from "../../../status/failure/unscheduled.ts";

/** How a run is that has begun, by its Job's counters: what tells when its pods have to be looked at. */
export interface Vital {
  /**
   * For how long its pods have not all been ready though they should be, in milliseconds; undefined: they are. Below 0
   * while the Job controller lets the next pod wait.
   */
  unreadyForMs?: number | undefined;
  /** They have become ready so short a time ago that what was told of them is still told; in milliseconds. */
  recoversInMs?: number | undefined;
  /** Until when a scheduling gate was seen to hold its pods; milliseconds since the epoch. */
  heldUntil?: number | undefined;
}

/** What is remembered of runs whose pods are not well. Lost with the process: the next one begins anew. */
export interface Vitals {
  see(task: BatchTask, job: Job | undefined, now: number): Vital;
  /** A scheduling gate is seen to hold pods of the task's run. */
  hold(key: string, jobUID: string | undefined, now: number): void;
  forget(key: string): void;
}

interface Entry {
  jobUID: string | undefined;
  /** Since when pods have not been ready, and since when they are again: milliseconds since the epoch. */
  since?: number | undefined;
  readySince?: number | undefined;
  /** How often they have become unready. */
  falls: number;
  succeeded: number;
  heldUntil?: number | undefined;
}

/** A container in a crash loop is ready now and then: only this long without a fall is it well. */
const WELL_AFTER_MS = 30_000;
/** Pods that succeed and are followed by others are no standstill; but not for longer than this. */
const MOVING_MS = 30_000;
/** A pod that is to go may take its grace, 30 s unless it has another one. */
const LEAVING_MS = 60_000;
/** Who falls so often need not lie for long. */
const MANY_FALLS = 3;

export function createVitals(): Vitals {
  const entries = new Map<string, Entry>();

  function entryOf(key: string, jobUID: string | undefined): Entry {
    const known = entries.get(key);
    return known?.jobUID === jobUID && known ? known : { jobUID, falls: 0, succeeded: 0 };
  }

  return {
    see(task, job, now) {
      const key = keyOf(task);
      const entry = entryOf(key, job?.metadata?.uid);
      if (isToldHeld(task)) entry.heldUntil ??= now;
      if (job && isUnready(task, job)) fall(entry, job, now);
      else rise(entry, now);
      if (isWell(entry)) entries.delete(key);
      else entries.set(key, entry);
      return vitalOf(entry, now);
    },
    hold: (key, jobUID, now) => void entries.set(key, { ...entryOf(key, jobUID), heldUntil: now }),
    forget: (key) => void entries.delete(key),
  };
}

const isToldHeld = ({ status }: BatchTask): boolean => status?.failure?.reason === SCHEDULING_GATED;
const isWell = ({ since, heldUntil }: Entry): boolean => since === undefined && heldUntil === undefined;

function fall(entry: Entry, job: Job, now: number): void {
  const { succeeded, active, failed, terminating } = podCounts(job);
  const isNew = entry.since === undefined || entry.readySince !== undefined;
  const hasMoved = succeeded > entry.succeeded;
  if (isNew && !hasMoved) entry.falls += 1;
  const restMs = terminating > 0 ? LEAVING_MS : backoffMs(failed);
  const begun = active > 0 ? now : now + restMs;
  const isAnew = isNew || (hasMoved && isShort(entry, now));
  entry.since = isAnew ? begun : Math.min(entry.since ?? begun, begun);
  entry.readySince = undefined;
  entry.succeeded = succeeded;
}

const isShort = ({ since = 0 }: Entry, now: number): boolean => now - since < MOVING_MS;

/** How long the Job controller lets a pod wait that takes a failed one's place (MaxJobPodFailureBackOff in pkg/controller/job/job_controller.go). */
function backoffMs(failed: number): number {
  return failed === 0 ? 0 : Math.min(10_000 * 2 ** (failed - 1), 600_000);
}

function rise(entry: Entry, now: number): void {
  if (entry.since === undefined) return;
  entry.readySince ??= now;
  if (now - entry.readySince < WELL_AFTER_MS) return;
  entry.since = entry.readySince = undefined;
  entry.falls = 0;
}

function vitalOf({ since, readySince, falls, heldUntil }: Entry, now: number): Vital {
  if (since === undefined) return defined({ heldUntil });
  if (readySince !== undefined) return defined({ recoversInMs: readySince + WELL_AFTER_MS - now, heldUntil });
  const unreadyForMs = falls >= MANY_FALLS ? Math.max(now - since, WELL_AFTER_MS) : now - since;
  return defined({ unreadyForMs, heldUntil });
}

/**
 * Whether pods of a run that has begun are not ready, by what its Job counts; of one that has none, whether it waits for
 * the next one. A Job that is suspended, ends, or has ended waits for nothing.
 */
export function isUnready({ status }: BatchTask, job: Job): boolean {
  if (status?.run?.podStartTime === undefined && !hasRunPods(job)) return false;
  if (isEnding(job) || isPaused(job) || progressOf(job, false).phase !== "Running") return false;
  const { active, ready } = podCounts(job);
  return active === 0 || ready < active;
}
