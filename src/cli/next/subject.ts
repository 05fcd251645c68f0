import { type BatchTask, isRerunDue } from "../../api/batchtask.ts";
import { defined } from "../../api/defined.ts";
import type { AskedSchedule } from "../../api/schedule.ts";
import { isHeld, isOnSchedule } from "../view/lifecycle.ts";

/** Whose times are asked for: a stored task, or one of a file. */
export interface Subject {
  name: string;
  namespace: string;
  schedule: AskedSchedule;
  /** Which field suspends it. */
  suspendedBy?: "spec.suspend" | "spec.runs.schedule.suspend";
  /** Of a stored task. */
  uid?: string;
  /** A time that has come and waits for its run: when that was to start, RFC 3339. */
  dueSince?: string;
}

/**
 * undefined: the task has no schedule. Pure.
 * @param isStored it is as the API server has it
 * @param now milliseconds since the epoch
 */
export function subjectOf(task: BatchTask, isStored: boolean, now: number): Subject | undefined {
  const { metadata, spec, status } = task;
  const { schedule: written } = spec.runs ?? {};
  if (!written) return undefined;
  // A policy may have filled it in, or bounded it.
  const schedule = { ...written, ...defined({ spreadSeconds: status?.effective?.spreadSeconds }) };
  const { name, namespace, uid } = metadata;
  const dueSince = isStored ? dueSinceOf(task, now) : undefined;
  return {
    name,
    namespace,
    schedule,
    ...(spec.suspend && { suspendedBy: "spec.suspend" }),
    ...(schedule.suspend && { suspendedBy: "spec.runs.schedule.suspend" }),
    ...(isStored && { uid }),
    ...(dueSince !== undefined && { dueSince }),
  };
}

/** When the run was to start that has not started yet, RFC 3339; undefined: none is due. `now`: milliseconds since the epoch. */
export function dueSinceOf(task: BatchTask, now: number): string | undefined {
  const { nextStartTime, suspended } = task.status?.schedule ?? {};
  if (!isOnSchedule(task) || isHeld(task) || suspended || nextStartTime === undefined) return undefined;
  return Date.parse(nextStartTime) <= now ? nextStartTime : undefined;
}

/** A run is asked for that has not begun: by a rerun, or by a time that has come. `now`: milliseconds since the epoch. */
export function isRunDue(task: BatchTask, now: number): boolean {
  return isRerunDue(task) || dueSinceOf(task, now) !== undefined;
}
