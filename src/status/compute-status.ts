import { readyOf } from "../api/condition.ts";
import { defined } from "../api/defined.ts";
import type { Failure } from "../api/failure.ts";
import type { Job } from "../api/job.ts";
import { type BatchTaskStatus, type Run, isTerminalPhase, isRunFinished } from "../api/status.ts";
import { withCause } from "./failure/last-failure.ts";
import { conditionsOf } from "./conditions.ts";
import { countersOf, lastCounters } from "./counters.ts";
import { humanDuration } from "./duration.ts";
import { inForce } from "./effective.ts";
import { conditionOf, endOf, failingOf, recordOf } from "../job/conditions.ts";
import { failureOf } from "./failure/failure.ts";
import { withHistory, withinLimit } from "./history.ts";
import { type Progress } from "../job/progress.ts";
import { progressFor } from "./phase.ts";
import type { Seen } from "./inputs.ts";
import { hasBegun, stuckAt } from "./failure/start-deadline.ts";
import { writable } from "./truncate.ts";

/**
 * The status of a task. Pure. A run that has ended keeps what it ended with: its Job may be gone,
 * and an edit may have changed the task since.
 */
export function computeStatus(seen: Seen): BatchTaskStatus {
  const { task, guarded, run, keepsCompletions } = seen;
  const before = task.status?.run?.number === run.number ? task.status : undefined;
  if (isRunFinished(before) && !isRefusal(seen)) return keep(seen, before);
  const stuck = stuckAt(seen, before);
  const failure = stuck ?? failureNow(seen, before?.failure);
  const progress = withCause(progressFor(seen, stuck), failure);
  const mirrored = mirrorRun(seen, progress);
  const status = writable({
    observedGeneration: task.metadata.generation,
    phase: progress.phase,
    conditions: conditions(seen, progress, mirrored),
    run: mirrored,
    ...(seen.job ? countersOf(seen.job) : lastCounters(seen, before, progress.phase)),
    ...inForce(guarded, before, keepsCompletions),
    ...defined({
      queuePosition: positionOf(seen),
      duration: durationOf(mirrored),
      failure,
    }),
  });
  return withHistory(seen, status);
}

/** Of a run that was refused before it began, the reason follows the policies. */
function isRefusal({ problem }: Seen): boolean {
  return problem?.kind === "PolicyViolation";
}

function positionOf({ problem }: Seen): number | undefined {
  return problem?.kind === "Queued" ? problem.position : undefined;
}

function conditions({ task, guarded, now, next }: Seen, progress: Progress, { podStartTime }: Run) {
  const started = podStartTime !== undefined && guarded.spec.runs?.readyWhen === "Started";
  return conditionsOf(progress, task.metadata.generation, {
    old: task.status?.conditions ?? [],
    now,
    started,
    next,
  });
}

/** Why the run failed or had to try again; kept until something newer is known or it has succeeded. */
function failureNow(seen: Seen, known: Failure | undefined): Failure | undefined {
  // Of a run that is stopped for the next one, what it had come to is told by its entry in the history.
  return failureOfJob(seen, known) ?? (seen.run.stopping ? known : undefined);
}

function failureOfJob({ job, evidence }: Seen, known: Failure | undefined): Failure | undefined {
  if (!job || conditionOf(job, "Complete")) return undefined;
  const newer = evidence && failureOf(job, evidence, known);
  return newer ?? (known && outlasts(job, known) ? known : undefined);
}

/** How a container ended, or why the Job fails, stays so; what kept pods from starting does not. */
function outlasts(job: Job, { exitCode }: Failure): boolean {
  return exitCode !== undefined || failingOf(job) !== undefined;
}

function mirrorRun(seen: Seen, { phase }: Progress): Run {
  const { run, job, now } = seen;
  return {
    ...run,
    ...defined(job ? recordOf(job) : {}),
    requestTime: run.requestTime ?? now,
    ...(hasBegun(seen) && { podStartTime: run.podStartTime ?? now }),
    ...(isTerminalPhase(phase) && { completionTime: endTime(seen) }),
  };
}

/** A time that is known stays: that of a refused run, whose reason may still change, too. */
function endTime({ run, job, now }: Seen): string {
  return run.completionTime ?? (job && endOf(job)) ?? now;
}

function durationOf({ startTime, completionTime }: Run): string | undefined {
  return startTime && completionTime ? humanDuration(startTime, completionTime) : undefined;
}

/**
 * What a run ended with. Only what is said of the task may change, since another run may be wanted now, and how much
 * of the past is kept.
 */
function keep(seen: Seen, status: BatchTaskStatus & { run: Run }): BatchTaskStatus {
  const { reason = "", message = "" } = readyOf(status) ?? {};
  const progress = { phase: status.phase ?? "Unknown", reason, message };
  const { generation } = seen.task.metadata;
  const said = { observedGeneration: generation, conditions: conditions(seen, progress, status.run) };
  return withinLimit(seen.task, { ...status, ...said });
}
