import { defined } from "../api/defined.ts";
import type { BatchTaskSpec } from "../api/batchtask.ts";
import type { Failure } from "../api/failure.ts";
import type { Job } from "../api/job.ts";
import { type BatchTaskStatus, type Run, isTerminalPhase, isRunFinished } from "../api/status.ts";
import { withLastFailure } from "./failure/last-failure.ts";
import { conditionsOf } from "./conditions.ts";
import { countersOf, lastCounters } from "./counters.ts";
import { humanDuration } from "./duration.ts";
import { inForce } from "./effective.ts";
import { conditionOf, finishTime, failureCondition, runFieldsOf } from "../job/conditions.ts";
import { failureOfRun, isOfPod } from "./failure/failure.ts";
import { withHistory, withinLimit } from "./history.ts";
import { type JobProgress } from "../job/progress.ts";
import { progressOfTask } from "./phase.ts";
import type { StatusInputs } from "./inputs.ts";
import { hasRun } from "./failure/begun.ts";
import { stuckOf } from "./failure/stuck.ts";
import { endOnRecord } from "./end-on-record.ts";
import { scheduleConditions, withSchedule } from "./scheduled.ts";
import { truncated } from "./truncate.ts";

/**
 * The status of a task. Pure. A run that has ended keeps what it ended with: its Job may be gone,
 * and an edit may have changed the task since.
 */
export function computeStatus(inputs: StatusInputs): BatchTaskStatus {
  const { task, guarded, run, keepsCompletions } = inputs;
  const before = task.status?.run?.number === run.number ? task.status : undefined;
  if (isRunFinished(before) && !isRefusal(inputs)) return keep(inputs, before);
  const stuck = stuckOf(inputs, before);
  const failure = stuck ?? failureNow(inputs, before?.failure);
  const progress = withLastFailure(progressOfTask(inputs, stuck), failure);
  const mirrored = mirrorRun(inputs, progress, failure);
  const status = truncated({
    observedGeneration: task.metadata.generation,
    phase: progress.phase,
    conditions: conditions(inputs, progress, mirrored),
    run: mirrored,
    ...(inputs.job ? countersOf(inputs.job) : lastCounters(inputs, before, progress.phase)),
    ...inForce(guarded, before, keepsCompletions),
    ...defined({
      queuePosition: positionOf(inputs),
      duration: durationOf(mirrored),
      failure,
    }),
  });
  return withSchedule(inputs, withHistory(inputs, status));
}

/** Of a run that was refused before it began, the reason follows the policies. */
function isRefusal({ problem }: StatusInputs): boolean {
  return problem?.kind === "PolicyViolation";
}

function positionOf({ problem }: StatusInputs): number | undefined {
  return problem?.kind === "Queued" ? problem.position : undefined;
}

function conditions(inputs: StatusInputs, progress: JobProgress, { podStartTime }: Run) {
  const { task, guarded, now, next } = inputs;
  const started = podStartTime !== undefined && guarded.spec.runs?.readyWhen === "Started";
  return conditionsOf(progress, task.metadata.generation, {
    old: task.status?.conditions ?? [],
    now,
    started,
    next,
    schedule: scheduleConditions(inputs, progress.phase),
  });
}

/** Why the run failed or had to try again; kept until something newer is known or it has succeeded. */
function failureNow(inputs: StatusInputs, known: Failure | undefined): Failure | undefined {
  // Of a run that is stopped for the next one, what it had come to is told by its entry in the history.
  return failureOfJob(inputs, known) ?? (inputs.run.stopping ? known : undefined);
}

const doesIgnore = ({ podFailurePolicy }: BatchTaskSpec): boolean =>
  podFailurePolicy?.rules?.some(({ action }) => action === "Ignore") ?? false;

function failureOfJob(
  { job, evidence, guarded }: StatusInputs,
  known: Failure | undefined,
): Failure | undefined {
  if (!job || conditionOf(job, "Complete")) return undefined;
  const newer = evidence && failureOfRun(job, evidence, { known, ignores: doesIgnore(guarded.spec) });
  return newer ?? (known && outlasts(job, known) ? known : undefined);
}

/** How a container ended, or why the Job fails, stays so; what kept pods from starting does not. */
function outlasts(job: Job, failure: Failure): boolean {
  const isEnd = isOfPod(failure) || (failure.exitCode !== undefined && failure.restarts === undefined);
  return isEnd || failureCondition(job) !== undefined;
}

function mirrorRun(inputs: StatusInputs, { phase }: JobProgress, failure: Failure | undefined): Run {
  const { now, job } = inputs;
  const { lastCompletionTime: _, ...run } = inputs.run;
  return {
    ...run,
    ...defined(job ? runFieldsOf(job, run) : {}),
    ...((run.number > 1 || run.trigger === "Scheduled") && { requestTime: run.requestTime ?? now }),
    ...(isTerminalPhase(phase)
      ? { completionTime: endTime(inputs) }
      : hasRun(inputs, failure) && { podStartTime: run.podStartTime ?? now }),
  };
}

/** A time that is known stays: that of a refused run, whose reason may still change, too. */
function endTime({ run, job, now }: StatusInputs): string {
  return run.completionTime ?? (job && finishTime(job)) ?? now;
}

function durationOf({ startTime, completionTime }: Run): string | undefined {
  return startTime && completionTime ? humanDuration(startTime, completionTime) : undefined;
}

/**
 * What a run ended with. Only what is said of the task may change, since another run may be wanted now, and how much
 * of the past is kept.
 */
function keep(inputs: StatusInputs, status: BatchTaskStatus & { run: Run }): BatchTaskStatus {
  const progress = endOnRecord(status);
  const { phase } = progress;
  const { schedule: _, ...rest } = status;
  const { generation } = inputs.task.metadata;
  const said = { observedGeneration: generation, conditions: conditions(inputs, progress, status.run) };
  return withSchedule(inputs, withinLimit(inputs.task, { ...rest, phase, ...said }));
}
