import { readyOf } from "../../api/ready.ts";
import type { BatchTask, BatchTaskSpec } from "../../api/batchtask.ts";
import { TEMPLATE_HASH_ANNOTATION, UNPAUSED_ANNOTATION } from "../../api/group.ts";
import type { Job } from "../../api/job.ts";
import type { Run } from "../../api/status.ts";
import type { Trigger } from "../../api/trigger.ts";
import { type RenderedJob, renderJob } from "../../job/render.ts";
import { templateHash, withCompletions } from "../../job/template-hash.ts";
import { firstRun, nextRun, wantedNext } from "./choose-run.ts";
import type { Observed } from "./observe.ts";
import { isFinished, type JobPatch, mutableDiff, takesCompletions } from "../../job/diff.ts";

/** The one write, if any, that comes before the status. */
export type Action =
  | { kind: "None" }
  | { kind: "CreateJob"; job: RenderedJob }
  | { kind: "PatchJob"; job: Job; patch: JobPatch }
  | { kind: "DeleteJob"; job: Job }
  | { kind: "DeleteTask" }
  | { kind: "DeclareLost" }
  | { kind: "Refuse"; message: string }
  | { kind: "Wait"; place: { message: string; position: number } };

/** What is to be: the spec within the guardrails, and what stands against a start. */
export interface Wanted {
  spec: BatchTaskSpec;
  /** The same for a live Job that keeps completions of its own. */
  live?: BatchTaskSpec | undefined;
  /** Why the policies refuse the task. */
  refusal?: string | undefined;
  /** The task's place in the line, where it has to wait. */
  place?: { message: string; position: number } | undefined;
}

export interface Decision {
  /** The run that the status speaks of; recorded before its Job is created. */
  run: Run;
  /** The run's own Job, where it exists; never that of the run before. */
  job?: Job | undefined;
  action: Action;
  /** Why another run starts once this one has ended. */
  next?: Trigger | undefined;
  /** The run's Job follows `live` of what is wanted. */
  keepsCompletions?: boolean;
}

/**
 * What to do next. Pure. A new run is only recorded; its Job is created once the record is seen,
 * so a crash in between can't create a second one. In the same way a run that is to be stopped is
 * recorded as such before its Job is deleted.
 */
export function decide(observed: Observed, wanted: Wanted): Decision {
  const { task, job } = observed;
  const recorded = task.status?.run;
  if (!recorded) return record(firstRun(task));
  const run = withHashOf(job, recorded);
  const inPlace = job !== undefined && takesCompletions(job, task.spec, run.templateHash, wanted.spec);
  const next = wantedNext(task, run, inPlace);
  if (run.completionTime !== undefined) return afterEnd(observed, wanted, { run, next });
  if (run.stopping) return whileStopping(observed, { run, next });
  if (!job) return withoutJob(task, wanted, { run, next });
  if (inPlace) return withJob(observed, job, wanted, { run: grown(run, task), next, inPlace });
  if (!wanted.live) return withJob(observed, job, wanted, { run, next });
  const kept = withJob(observed, job, { ...wanted, spec: wanted.live }, { run, next });
  return { ...kept, keepsCompletions: true };
}

function grown(run: Run, { spec }: BatchTask): Run {
  return { ...run, templateHash: withCompletions(run.templateHash, spec) };
}

/** A run that goes on: its Job follows what it can take in place, or is stopped for the next run. */
function withJob(
  { task, now }: Observed,
  job: Job,
  wanted: Wanted,
  { run, next, inPlace }: Course,
): Decision {
  const patch = mutableDiff(job, renderJob(task, wanted.spec, run), inPlace);
  if (patch) return { run, job, next, action: { kind: "PatchJob", job, patch: unpausing(job, patch, now) } };
  if (next === "SpecChanged" && mayReplace(task, job))
    return { ...record({ ...run, stopping: true }), job, next };
  return { ...record(run), job, next, action: waitOr(wanted, { kind: "None" }) };
}

/** Its pods are asked for only now: the start deadline counts from here. */
function unpausing(job: Job, patch: JobPatch, now: number): JobPatch {
  if (job.spec?.parallelism !== 0 || !patch.spec?.parallelism) return patch;
  const annotations = { ...patch.metadata?.annotations, [UNPAUSED_ANNOTATION]: new Date(now).toISOString() };
  return { ...patch, metadata: { ...patch.metadata, annotations } };
}

/** An edit may have gone into a Job whose creation is not on record yet. */
function withHashOf(job: Job | undefined, run: Run): Run {
  return { ...run, templateHash: job?.metadata?.annotations?.[TEMPLATE_HASH_ANNOTATION] ?? run.templateHash };
}

interface Course {
  run: Run;
  next: Trigger | undefined;
  /** The Job takes the completions of the spec. */
  inPlace?: boolean;
}

/**
 * A run whose end is recorded: its Job is brought to rest, then the next run starts or the task goes.
 * A policy that no longer refuses a run which never had a Job starts the next one; a run that had
 * one is never repeated because of a policy.
 */
function afterEnd({ task, job, now }: Observed, wanted: Wanted, { run, next }: Course): Decision {
  if (job && !isFinished(job)) return { run, job, next, action: deletion(job) };
  const patch = job && mutableDiff(job, renderJob(task, wanted.spec, run));
  if (job && patch) return { run, job, next, action: { kind: "PatchJob", job, patch } };
  const trigger = next ?? (wasRefused(task) && wanted.refusal === undefined ? "PolicyChanged" : undefined);
  if (trigger) return record(nextRun(task, run, trigger));
  return { ...record(run), job, action: atRest(task, wanted, isExpired(task, run, now)) };
}

function atRest(task: BatchTask, { refusal }: Wanted, expired: boolean): Action {
  if (expired) return { kind: "DeleteTask" };
  return refusal !== undefined && wasRefused(task) ? { kind: "Refuse", message: refusal } : { kind: "None" };
}

/** The run ended before it had a Job, because a policy refused it. */
function wasRefused({ status }: BatchTask): boolean {
  return status?.run?.jobUID === undefined && readyOf(status)?.reason === "PolicyViolation";
}

function waitOr({ place }: Wanted, otherwise: Action): Action {
  return place ? { kind: "Wait", place } : otherwise;
}

/** A run that is being stopped for the next one. It may still end by itself; then that counts. */
function whileStopping({ task, job }: Observed, { run, next }: Course): Decision {
  if (!job) return record(nextRun(task, run, next ?? "SpecChanged"));
  return isFinished(job) ? { ...record(run), job, next } : { ...record(run), job, action: deletion(job) };
}

/** A run that has not ended and has no Job: not yet, or no more. */
function withoutJob(task: BatchTask, wanted: Wanted, { run, next }: Course): Decision {
  if (run.jobUID !== undefined) return { run, next, action: { kind: "DeclareLost" } };
  const { refusal } = wanted;
  if (refusal !== undefined) return { ...record(run), action: { kind: "Refuse", message: refusal } };
  const current = { ...run, templateHash: templateHash(task.spec) };
  const create: Action = { kind: "CreateJob", job: renderJob(task, wanted.spec, current) };
  return { ...record(current), action: waitOr(wanted, create) };
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
  const { ready = 0, succeeded = 0, failed = 0 } = job.status ?? {};
  return ready + succeeded + failed > 0 || status?.run?.podStartTime !== undefined;
}

function deletion(job: Job): Action {
  return job.metadata?.deletionTimestamp === undefined ? { kind: "DeleteJob", job } : { kind: "None" };
}

function isExpired({ spec }: BatchTask, { completionTime = "" }: Run, now: number): boolean {
  const seconds = spec.runs?.deleteAfterSeconds;
  return seconds !== undefined && now - Date.parse(completionTime) >= seconds * 1000;
}

/** Nothing but the status is written. */
function record(run: Run): Decision {
  return { run, action: { kind: "None" } };
}
