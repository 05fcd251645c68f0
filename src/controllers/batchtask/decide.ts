import type { BatchTask } from "../../api/batchtask.ts";
import { UNPAUSED_ANNOTATION } from "../../api/group.ts";
import type { Job } from "../../api/job.ts";
import type { Run } from "../../api/status.ts";
import type { Trigger } from "../../api/trigger.ts";
import { type GuardedTask, isRefused } from "../../guardrails/guard.ts";
import { hasRunPods, isJobFinished } from "../../job/conditions.ts";
import { type JobPatch, mutableDiff } from "../../job/diff.ts";
import { keepsStart } from "../../job/kept-start.ts";
import type { RenderedJob } from "../../job/render.ts";
import { nextRun } from "../../job/new-run.ts";
import { objectionToOverrides } from "../../job/overrides.ts";
import type { Hold } from "./hold.ts";
import { isBeingDeleted } from "../../kube/object.ts";
import type { ChosenRun } from "./choose-run.ts";
import { refusalMessage } from "./messages.ts";
import { isReplacedOnTime, stoppedOnTime, timeToStart, tooLate } from "./on-schedule.ts";
import type { Observed } from "./observe.ts";
import { isExpired } from "./deletion-time.ts";

/** The one write, if any, that comes before the status. */
export type Action =
  | { kind: "None" }
  | { kind: "CreateJob"; job: RenderedJob }
  | { kind: "PatchJob"; job: Job; patch: JobPatch }
  /** Takes the start of a suspended Job away; where that is refused, the other action is carried out. */
  | { kind: "ForgetStart"; job: Job; otherwise: Action }
  | { kind: "DeleteJob"; job: Job }
  | { kind: "DeleteTask" }
  | { kind: "DeclareLost" }
  | {
      kind: "Refuse";
      problem: "PolicyViolation" | "InvalidJob" | "StartingDeadlineExceeded";
      message: string;
    }
  | { kind: "Wait"; hold: Hold };

/** What is to be, to be compared with what is. */
export interface Desired {
  /** The Job of the chosen run, as it should be. */
  desired: RenderedJob;
  /** Why the task has to wait, where it has to. */
  hold?: Hold | undefined;
  /** The TTL of the finished Job can't be lowered. */
  keepsTtl?: boolean;
}

export interface Decision {
  /** The run that the status speaks of; recorded before its Job is created. */
  run: Run;
  /** The run's own Job, where it exists; never that of the run before. */
  job?: Job | undefined;
  action: Action;
  /** Why another run starts once this one has ended. */
  next?: Trigger | undefined;
}

/**
 * What to do next: compares what is with what should be. Pure. The Job of a first run is its record, where nobody else can
 * have made one. Any other run is only recorded; its Job is created once the record is seen, so a crash in between can't
 * create a second one. In the same way a run that is to be stopped is
 * recorded as such before its Job is deleted.
 */
export function decide(observed: Observed, chosen: ChosenRun, desired: Desired): Decision {
  const verdict = compare(observed, chosen, desired);
  if (!("start" in verdict)) return verdict;
  const { start } = verdict;
  const time = start === "Scheduled" ? timeToStart(chosen.run, chosen.schedule) : undefined;
  return record(nextRun(observed.task, chosen.run, start, time));
}

/** Another run is to be recorded, for this reason. */
interface Start {
  start: Trigger;
}

function compare(observed: Observed, chosen: ChosenRun, desired: Desired): Decision | Start {
  const { job } = observed;
  const { run } = chosen;
  if (run.completionTime !== undefined) return afterEnd(observed, chosen, desired);
  if (run.stopping) return whileStopping(observed, chosen);
  return job
    ? forgettingStart(job, withJob(observed, job, chosen, desired))
    : withoutJob(observed, chosen, desired);
}

/** Before anything else, since a Job that has been resumed keeps its start for good. */
function forgettingStart(job: Job, decision: Decision): Decision {
  if (!keepsStart(job)) return decision;
  return { ...decision, action: { kind: "ForgetStart", job, otherwise: decision.action } };
}

/** A run that goes on: its Job follows what it can take in place, or is stopped for the next run. */
function withJob({ task, now }: Observed, job: Job, chosen: ChosenRun, wanted: Desired): Decision {
  const { run, next } = chosen;
  const patch = mutableDiff(job, wanted.desired, chosen.takesCompletions !== undefined);
  if (patch) return { run, job, next, action: { kind: "PatchJob", job, patch: unpausing(job, patch, now) } };
  if (isReplacedOnTime(chosen)) return { ...record(stoppedOnTime(chosen)), job, next };
  if (chosen.isEdited && mayReplace(task, job)) return { ...record({ ...run, stopping: true }), job, next };
  return { ...record(run), job, next, action: waitOr(wanted, { kind: "None" }) };
}

/** Its pods are asked for only now: the start deadline counts from here. */
function unpausing(job: Job, patch: JobPatch, now: number): JobPatch {
  if (job.spec?.parallelism !== 0 || !patch.spec?.parallelism) return patch;
  const annotations = { ...patch.metadata?.annotations, [UNPAUSED_ANNOTATION]: new Date(now).toISOString() };
  return { ...patch, metadata: { ...patch.metadata, annotations } };
}

/**
 * A run whose end is recorded: its Job is brought to rest, then the next run starts or the task goes.
 * A policy that no longer refuses a run which never had a Job starts the next one; a run that had
 * one is never repeated because of a policy.
 */
function afterEnd({ task, job, now }: Observed, chosen: ChosenRun, wanted: Desired): Decision | Start {
  const { run, next } = chosen;
  if (job && !isJobFinished(job)) return { run, job, next, action: deletion(job) };
  const patch = job && ttlPatch(job, wanted);
  if (job && patch) return { run, job, next, action: { kind: "PatchJob", job, patch } };
  const trigger = next ?? (isMended(chosen) ? "PolicyChanged" : undefined);
  if (trigger) return { start: trigger };
  return { ...record(run), job, action: atRest(chosen, isExpired(task.spec, run, now)) };
}

/** What a policy refused and no longer does; a task on a schedule waits for its next time. */
function isMended({ wasRefused, schedule, guarded }: ChosenRun): boolean {
  return wasRefused === true && !schedule && !isRefused(guarded);
}

function ttlPatch(job: Job, { desired, keepsTtl }: Desired): JobPatch | undefined {
  return keepsTtl ? undefined : mutableDiff(job, desired);
}

function atRest({ guarded, wasRefused }: ChosenRun, expired: boolean): Action {
  if (expired) return { kind: "DeleteTask" };
  return isRefused(guarded) && wasRefused ? refuse(guarded) : { kind: "None" };
}

function refuse({ violations }: GuardedTask): Action {
  return { kind: "Refuse", problem: "PolicyViolation", message: refusalMessage(violations) };
}

function waitOr({ hold }: Desired, otherwise: Action): Action {
  return hold ? { kind: "Wait", hold } : otherwise;
}

/** A run that is being stopped for the next one. It may still end by itself; then that counts. */
function whileStopping({ job }: Observed, { run, next }: ChosenRun): Decision | Start {
  if (!job) return { start: next ?? "SpecChanged" };
  return isJobFinished(job) ? { ...record(run), job, next } : { ...record(run), job, action: deletion(job) };
}

/** A run that has not ended and has no Job: not yet, or no more. */
function withoutJob(observed: Observed, chosen: ChosenRun, wanted: Desired): Decision | Start {
  const { run, next, guarded } = chosen;
  if (run.jobUID !== undefined) return { run, next, action: { kind: "DeclareLost" } };
  if (isRefused(guarded)) return { ...record(run), action: refuse(guarded) };
  const message = objectionToOverrides(run, guarded.spec);
  if (message !== undefined)
    return { ...record(run), action: { kind: "Refuse", problem: "InvalidJob", message } };
  if (wanted.hold && isReplacedOnTime(chosen)) return { start: "Scheduled" };
  const late = wanted.hold && tooLate(chosen, observed.now);
  if (late !== undefined)
    return { ...record(run), action: { kind: "Refuse", problem: "StartingDeadlineExceeded", message: late } };
  if (isToBeRecorded(observed, run)) return { ...record(run), action: waitOr(wanted, { kind: "None" }) };
  return { ...record(run), action: waitOr(wanted, { kind: "CreateJob", job: wanted.desired }) };
}

/** The Job of a first run is its own record, but for one that a time of a schedule starts: that must start once. */
function isToBeRecorded({ needsRecord, recorded }: Observed, { trigger }: Run): boolean {
  return needsRecord === true || (trigger === "Scheduled" && !recorded?.run);
}

/**
 * A Job need not be waited for that has done nothing and would not by itself: it is suspended, or its pods can't
 * start and it is known why. Whoever edits such a task mends it.
 */
function mayReplace(task: BatchTask, job: Job): boolean {
  if (task.spec.runs?.onChange === "Immediately") return true;
  if (hasDoneAnything(task, job)) return false;
  const isSuspended = job.spec?.suspend === true && (job.status?.active ?? 0) === 0;
  return isSuspended || task.status?.failure !== undefined;
}

function hasDoneAnything({ status }: BatchTask, job: Job): boolean {
  return hasRunPods(job) || status?.run?.podStartTime !== undefined;
}

function deletion(job: Job): Action {
  return isBeingDeleted(job) ? { kind: "None" } : { kind: "DeleteJob", job };
}

/** Nothing but the status is written. */
function record(run: Run): Decision {
  return { run, action: { kind: "None" } };
}
