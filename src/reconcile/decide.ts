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
  | { kind: "DeclareLost" };

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
 * @param guarded the task's spec within the guardrails
 */
export function decide(observed: Observed, guarded: BatchTaskSpec): Decision {
  const { task, job } = observed;
  const run = task.status?.run;
  const hash = templateHash(task.spec);
  if (!run) return record(firstRun(task, hash));
  const ended = run.completionTime !== undefined;
  const edited = isEdited(task, run, hash);
  const patch = job && mutableDiff(job, renderJob(task, guarded, run));
  if (job && patch)
    return { run, job, action: { kind: "PatchJob", job, patch }, editWaits: edited && !ended };
  if (ended) return edited ? record(nextRun(task, run, hash)) : { ...record(run), job };
  if (job) return { ...record(run), job, editWaits: edited };
  return withoutJob(task, guarded, { ...run, templateHash: hash });
}

/** A run that has not ended and has no Job: not yet, or no more. */
function withoutJob(task: BatchTask, guarded: BatchTaskSpec, run: Run): Decision {
  if (run.jobUID !== undefined) return { ...record(run), action: { kind: "DeclareLost" } };
  return { ...record(run), action: { kind: "CreateJob", job: renderJob(task, guarded, run) } };
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

function nextRun(task: BatchTask, { number }: Run, hash: string): Run {
  const next = number + 1;
  return { number: next, jobName: jobName(task.metadata, next), templateHash: hash, trigger: "SpecChanged" };
}
