import type { Failure } from "../../api/failure.ts";
import { UNPAUSED_ANNOTATION } from "../../api/group.ts";
import type { Job } from "../../api/job.ts";
import type { BatchTaskStatus } from "../../api/status.ts";
import { conditionOf, hasRunPods, isPaused } from "../../job/conditions.ts";
import type { StatusInputs } from "../inputs.ts";
import { hasStarted, startProblem } from "./not-started.ts";

/** Whether a pod of the run has begun to run, as far as can be told. */
export function hasBegun({ run, job, evidence }: StatusInputs): boolean {
  return (
    run.podStartTime !== undefined || hasRunPods(job) || (evidence !== undefined && hasStarted(evidence))
  );
}

/**
 * Why no pod runs; undefined where nothing is wrong yet. The first words about a cause stay: the
 * kubelet's change with each attempt.
 */
export function notStarted(inputs: StatusInputs, before: BatchTaskStatus | undefined): Failure | undefined {
  const known = knownOf(inputs, before?.failure);
  if (hasBegun(inputs)) return undefined;
  if (inputs.problem?.kind === "CreateFailing") return firstWords(failedCreation(inputs.problem), known);
  if (!inputs.evidence) return isWaiting(inputs) ? known : undefined;
  const problem = startProblem(inputs.evidence) ?? (isPastStartDeadline(inputs) ? NO_CAUSE : undefined);
  return problem && firstWords(problem, known);
}

/** Nothing keeps a Job from being created that is there. */
function knownOf({ job }: StatusInputs, known: Failure | undefined): Failure | undefined {
  return job && known?.reason === "CreateFailing" ? undefined : known;
}

function firstWords(problem: Failure, known: Failure | undefined): Failure {
  return known?.reason === problem.reason ? known : problem;
}

function failedCreation({ kind, message }: { kind: string; message: string }): Failure {
  return { reason: kind, message: `The API server fails to create the Job: ${message}` };
}

/** Nobody has asked this time; what was said before holds while the Job still waits for its first pod. */
function isWaiting({ job, problem }: StatusInputs): boolean {
  if (!job || problem) return false;
  return job.status?.startTime !== undefined && conditionOf(job, "Suspended") === undefined;
}

const NO_CAUSE: Failure = { reason: "NotStarted", message: "nothing says why" };

/**
 * Longest time until the first pod runs, counted from the Job's start, or from when its creation first failed; what was guarded counts. A Job with parallelism 0
 * is paused: nobody asks for a pod until it is raised, and the time counts from then.
 */
export function isPastStartDeadline({ guarded, job, problem, now }: StatusInputs): boolean {
  const limit = guarded.spec.runs?.startDeadlineSeconds;
  if (limit !== undefined && problem?.kind === "CreateFailing")
    return Date.parse(now) - problem.since >= limit * 1000;
  const startTime = job?.status?.startTime;
  if (limit === undefined || startTime === undefined || isPaused(job)) return false;
  return Date.parse(now) - podsWantedSince(startTime, job) >= limit * 1000;
}

/** Since when a Job that was started asks for pods, in milliseconds since the epoch. */
export function podsWantedSince(startTime: string, job: Job | undefined): number {
  const unpaused = Date.parse(job?.metadata?.annotations?.[UNPAUSED_ANNOTATION] ?? "");
  return Number.isNaN(unpaused) ? Date.parse(startTime) : Math.max(unpaused, Date.parse(startTime));
}
