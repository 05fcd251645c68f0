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
export function decide({ task, job }: Observed, guarded: BatchTaskSpec): Decision {
  const run = task.status?.run;
  const hash = templateHash(task.spec);
  if (!run) return record(firstRun(task, hash));
  const ended = run.completionTime !== undefined;
  const edited = isEdited(task, run, hash);
  const editWaits = edited && !ended;
  const patch = job && mutableDiff(job, renderJob(task, guarded, run));
  if (job && patch) return { run, job, action: { kind: "PatchJob", job, patch }, editWaits };
  if (ended && edited) return record(nextRun(task, run, hash));
  if (ended || job) return { run, job, action: { kind: "None" }, editWaits };
  if (run.jobUID !== undefined) return { run, action: { kind: "DeclareLost" }, editWaits: false };
  return create(task, guarded, { ...run, templateHash: hash });
}

function create(task: BatchTask, guarded: BatchTaskSpec, run: Run): Decision {
  return { run, action: { kind: "CreateJob", job: renderJob(task, guarded, run) }, editWaits: false };
}

/** A run that never had a Job was refused as a whole: any edit of spec may mend it. */
function isEdited(task: BatchTask, run: Run, hash: string): boolean {
  if (task.spec.runs?.onChange === "Never") return false;
  if (task.status?.phase === "Rejected") return task.metadata.generation !== task.status.observedGeneration;
  return hash !== run.templateHash;
}

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
