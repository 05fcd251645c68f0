import type { BatchTask, BatchTaskSpec } from "../api/batchtask.ts";
import type { Condition } from "../api/condition.ts";
import { defined } from "../api/defined.ts";
import { TEMPLATE_HASH_ANNOTATION } from "../api/group.ts";
import type { Job } from "../api/job.ts";
import type { Adjustment, BatchTaskStatus, Run, Violation } from "../api/status.ts";
import { conditionsOf } from "./conditions.ts";
import { countersOf, lastCounters } from "./counters.ts";
import { humanDuration } from "./duration.ts";
import { inForce } from "./effective.ts";
import { isTerminal, type Progress, progressOf } from "./outcome.ts";
import { type Problem, progressOfProblem } from "./problem.ts";

const LONGEST_MESSAGE = 4000;

/** Everything that a status follows from. */
export interface Seen {
  task: BatchTask;
  guarded: { spec: BatchTaskSpec; adjustments: Adjustment[]; violations: Violation[] };
  run: Run;
  job?: Job | undefined;
  problem?: Problem | undefined;
  /** Why the Job's pods can't be created, in the API server's words. */
  podsRefused?: string | undefined;
  /** An edit that the Job can't take waits for the run to end. */
  editWaits: boolean;
  /** RFC 3339, whole seconds. */
  now: string;
}

/**
 * The status of a task. Pure. A run that has ended keeps what it ended with: its Job may be gone,
 * and an edit may have changed the task since.
 */
export function mirror(seen: Seen): BatchTaskStatus {
  const { task, guarded, job, problem, now } = seen;
  const { generation } = task.metadata;
  const before = task.status?.run?.number === seen.run.number ? task.status : undefined;
  // Of a run that was refused before it began, the reason follows the policies.
  if (hasEnded(before) && problem?.kind !== "PolicyViolation") return stamp(before, generation);
  const progress = progressFor(seen);
  const run = mirrorRun(seen, progress);
  const status: BatchTaskStatus = {
    observedGeneration: generation,
    phase: progress.phase,
    conditions: conditionsOf(progress, generation, { old: conditionsBefore(task), now }),
    run,
    ...(job ? countersOf(job) : lastCounters(before)),
    ...inForce(guarded, before),
  };
  return defined({ ...status, queuePosition: positionOf(problem), duration: durationOf(run) });
}

function positionOf(problem: Problem | undefined): number | undefined {
  return problem?.kind === "Queued" ? problem.position : undefined;
}

function hasEnded(status: BatchTaskStatus | undefined): status is BatchTaskStatus {
  return status?.run?.completionTime !== undefined;
}

function progressFor(seen: Seen): Progress {
  const progress = progressNow(seen);
  if (!seen.editWaits || isTerminal(progress.phase)) return progress;
  return { ...progress, message: `${progress.message}; the edited spec runs once this run has ended` };
}

function progressNow({ task, problem, job, podsRefused }: Seen): Progress {
  if (problem) return progressOfProblem(problem);
  if (podsRefused !== undefined)
    return { phase: "Running", reason: "PodsForbidden", message: podsRefused.slice(0, LONGEST_MESSAGE) };
  if (job) return progressOf(job, task.spec.suspend === true);
  return {
    phase: "Pending",
    reason: "Pending",
    message: "The run is recorded; its Job is about to be created",
  };
}

function mirrorRun({ run, job, now }: Seen, { phase }: Progress): Run {
  // Times that are known stay: those of a refused run, whose reason may still change, too.
  const { requestTime = now, completionTime = isTerminal(phase) ? (endOf(job) ?? now) : undefined } = run;
  return { ...run, ...defined({ ...factsOf(job), requestTime, completionTime }) };
}

function factsOf(job: Job | undefined): Partial<Run> {
  return defined({
    jobUID: job?.metadata?.uid,
    templateHash: job?.metadata?.annotations?.[TEMPLATE_HASH_ANNOTATION],
    startTime: job?.status?.startTime,
  });
}

/** When a Job ended: a complete one says so itself, a failed one by its condition. */
function endOf(job: Job | undefined): string | undefined {
  const failed = job?.status?.conditions?.find((c) => c.type === "Failed" && c.status === "True");
  return job?.status?.completionTime ?? failed?.lastTransitionTime;
}

function durationOf({ startTime, completionTime }: Run): string | undefined {
  return startTime && completionTime ? humanDuration(startTime, completionTime) : undefined;
}

const conditionsBefore = ({ status }: BatchTask): Condition[] => status?.conditions ?? [];

function stamp(status: BatchTaskStatus, generation: number): BatchTaskStatus {
  const conditions = status.conditions?.map((condition) => ({
    ...condition,
    observedGeneration: generation,
  }));
  return { ...status, observedGeneration: generation, conditions: conditions ?? [] };
}
