import type { BatchTask, BatchTaskSpec } from "../api/batchtask.ts";
import type { Job } from "../api/job.ts";
import type { Run } from "../api/status.ts";
import { type RenderedJob, renderJob } from "../render/job.ts";
import { jobName } from "../render/job-name.ts";
import { templateHash } from "../render/template-hash.ts";
import type { Observed } from "./observe.ts";
import { type JobPatch, mutableDiff } from "./sync.ts";

/** The one write, if any, that comes before the status. */
export type Action =
  | { kind: "None" }
  | { kind: "CreateJob"; job: RenderedJob }
  | { kind: "PatchJob"; job: Job; patch: JobPatch }
  | { kind: "DeclareLost" }
  | { kind: "Refuse"; message: string }
  | { kind: "Wait"; place: { message: string; position: number } };

/** What is to be: the spec within the guardrails, and what stands against a start. */
export interface Wanted {
  spec: BatchTaskSpec;
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
  /** An edit that the Job can't take waits for the run to end. */
  editWaits: boolean;
}

/**
 * What to do next. Pure. A new run is only recorded; its Job is created once the record is seen,
 * so a crash in between can't create a second one.
 */
export function decide(observed: Observed, wanted: Wanted): Decision {
  const { task, job } = observed;
  const run = task.status?.run;
  const hash = templateHash(task.spec);
  if (!run) return record(firstRun(task, hash));
  const ended = run.completionTime !== undefined;
  const edited = isEdited(task, run, hash);
  const patch = job && mutableDiff(job, renderJob(task, wanted.spec, run));
  if (job && patch)
    return { run, job, action: { kind: "PatchJob", job, patch }, editWaits: edited && !ended };
  if (ended) return afterEnd(observed, run, { hash, edited, refusal: wanted.refusal });
  if (job) return { ...record(run), job, action: waitOr(wanted, { kind: "None" }), editWaits: edited };
  return withoutJob(task, wanted, { ...run, templateHash: hash });
}

/**
 * An edit starts the next run. So does a policy that no longer refuses a run which never had a Job;
 * a run that had one is never repeated because of a policy.
 */
function afterEnd(
  { task, job }: Observed,
  run: Run,
  { hash, edited, refusal }: { hash: string; edited: boolean; refusal: string | undefined },
): Decision {
  if (edited) return record(nextRun(task, run, { hash, trigger: "SpecChanged" }));
  if (!wasRefused(task)) return { ...record(run), job };
  if (refusal === undefined) return record(nextRun(task, run, { hash, trigger: "PolicyChanged" }));
  return { ...record(run), action: { kind: "Refuse", message: refusal } };
}

/** The run ended before it had a Job, because a policy refused it. */
function wasRefused({ status }: BatchTask): boolean {
  const ready = status?.conditions?.find(({ type }) => type === "Ready");
  return status?.run?.jobUID === undefined && ready?.reason === "PolicyViolation";
}

function waitOr({ place }: Wanted, otherwise: Action): Action {
  return place ? { kind: "Wait", place } : otherwise;
}

/** A run that has not ended and has no Job: not yet, or no more. */
function withoutJob(task: BatchTask, wanted: Wanted, run: Run): Decision {
  if (run.jobUID !== undefined) return { ...record(run), action: { kind: "DeclareLost" } };
  if (wanted.refusal !== undefined)
    return { ...record(run), action: { kind: "Refuse", message: wanted.refusal } };
  const create: Action = { kind: "CreateJob", job: renderJob(task, wanted.spec, run) };
  return { ...record(run), action: waitOr(wanted, create) };
}

/** A run that never had a Job was refused as a whole: any edit of spec may mend it. */
function isEdited(task: BatchTask, run: Run, hash: string): boolean {
  if (task.spec.runs?.onChange === "Never") return false;
  if (task.status?.phase === "Rejected") return task.metadata.generation !== task.status.observedGeneration;
  return hash !== run.templateHash;
}

/** Nothing but the status is written. */
function record(run: Run): Decision {
  return { run, action: { kind: "None" }, editWaits: false };
}

function firstRun(task: BatchTask, hash: string): Run {
  return { number: 1, jobName: jobName(task.metadata, 1), templateHash: hash, trigger: "Created" };
}

function nextRun(
  task: BatchTask,
  { number }: Run,
  { hash, trigger }: { hash: string; trigger: Run["trigger"] },
): Run {
  const next = number + 1;
  return { number: next, jobName: jobName(task.metadata, next), templateHash: hash, trigger };
}
