import { readyOf } from "../../../api/condition.ts";
import type { BatchTask } from "../../../api/batchtask.ts";
import type { Job } from "../../../api/job.ts";
import { isBeingDeleted } from "../../../kube/object.ts";
import { isJobFinished, podCounts } from "../../../job/conditions.ts";
import { isInQueue } from "../../../job/diff.ts";
import { awaitsFirstTime } from "../../../job/new-run.ts";

/**
 * What a task is to the limits that concern it: it holds a slot of each, waits for them, is stuck (it keeps trying, and nobody behind
 * it waits for it), or needs none.
 */
export type SlotState = "Holds" | "Waits" | "Stuck" | "NeedsNone";

/** Why a Job could not be created, or resumed: such a task keeps trying, and must not hold up those behind it. */
const STUCK: ReadonlySet<string> = new Set([
  "CreateFailing",
  "CreateForbidden",
  "NamespaceTerminating",
  "NameCollision",
  "ReconcileError",
]);

/**
 * A task holds a slot from the creation of its Job to the Job's end, but for the time that the Job is
 * suspended and its pods are gone. One that has no Job yet, or is resumed, waits. A Job in Kueue's queue keeps its slot:
 * Kueue, and whoever else may patch it, starts it without asking for one.
 */
export function slotStateOf(task: BatchTask, job: Job | undefined): SlotState {
  const { completionTime, jobUID } = task.status?.run ?? {};
  if (completionTime !== undefined) return "NeedsNone";
  if (job) return ofJob(task, job);
  if (isBeingDeleted(task) || jobUID !== undefined || awaitsFirstTime(task)) return "NeedsNone";
  return task.spec.suspend && !isInQueue(task) ? "NeedsNone" : asking(task);
}

function asking(task: BatchTask): SlotState {
  return isStuck(task) ? "Stuck" : "Waits";
}

/** Its Job can't be created or resumed, as is on record. */
export function isStuck({ status }: BatchTask): boolean {
  const ready = readyOf(status);
  return ready !== undefined && STUCK.has(ready.reason);
}

function ofJob(task: BatchTask, job: Job): SlotState {
  if (isJobFinished(job)) return "NeedsNone";
  if (!job.spec?.suspend || hasPods(job)) return "Holds";
  if (isBeingDeleted(task)) return "NeedsNone";
  if (isInQueue(job)) return "Holds";
  return task.spec.suspend ? "NeedsNone" : asking(task);
}

function hasPods(job: Job): boolean {
  const { active, terminating } = podCounts(job);
  return active + terminating > 0;
}

/**
 * Since when a task waits: since its own creation for its first run, since the run's for a later one, so that an old
 * task can't overtake. RFC 3339.
 */
export function waitsSince({ metadata, status }: BatchTask): string {
  const { number = 1, trigger, requestTime } = status?.run ?? {};
  const isFirst = number === 1 && trigger !== "Scheduled";
  return (isFirst ? undefined : requestTime) ?? metadata.creationTimestamp ?? "";
}
