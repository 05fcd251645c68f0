import type { Failure } from "../../api/failure.ts";
import { conditionOf, isEnding, isPaused, podCounts } from "../../job/conditions.ts";
import { progressOf } from "../../job/progress.ts";
import type { Job } from "../../api/job.ts";
import { containerStatuses, type Evidence } from "./evidence.ts";
import type { BatchTaskStatus } from "../../api/status.ts";
import type { StatusInputs } from "../inputs.ts";
import { hasBegun } from "./begun.ts";
import { isOfPod } from "./failure.ts";
import { isPastStartDeadline, NO_CAUSE } from "./start-deadline.ts";
import { isGoingOn, standstillOf } from "./standstill.ts";

/**
 * Why no pod runs, or those that have begun don't go on; undefined where nothing is wrong, or not yet. The first words
 * about a cause stay: the kubelet's change with each attempt.
 */
export function stuckOf(inputs: StatusInputs, before: BatchTaskStatus | undefined): Failure | undefined {
  const known = knownOf(inputs, before?.failure);
  if (hasBegun(inputs)) return onceBegun(inputs, before?.failed ?? 0, known);
  if (inputs.problem?.kind === "CreateFailing") return firstWords(failedCreation(inputs.problem), known);
  if (!inputs.evidence) return isWaiting(inputs) ? known : undefined;
  return causeOf(inputs, known);
}

/** Of a run that has begun only while its pods are not all ready. */
function onceBegun(inputs: StatusInputs, failed: number, known: Failure | undefined): Failure | undefined {
  if (!inputs.job || !goesOn(inputs.job)) return undefined;
  if (!inputs.isUnwell) return inputs.isRecovering ? ifRestarted(known) : undefined;
  if (!inputs.evidence) return known && isStandstill(known) ? known : undefined;
  // A pod that has failed meanwhile is told first.
  return podCounts(inputs.job).failed > failed ? undefined : causeOf(inputs, known);
}

/** Not suspended, paused, or about to end. */
function goesOn(job: Job): boolean {
  return !isEnding(job) && !isPaused(job) && progressOf(job, false).phase === "Running";
}

const ifRestarted = (known: Failure | undefined): Failure | undefined =>
  known?.restarts === undefined ? undefined : known;

function causeOf(inputs: StatusInputs, known: Failure | undefined): Failure | undefined {
  const { evidence } = inputs;
  const found = evidence && (standstillOf(evidence) ?? stillLooping(known, evidence));
  const problem = found ?? (isPastStartDeadline(inputs) ? NO_CAUSE : undefined);
  return problem && firstWords(problem, known);
}

/** A container in a crash loop runs for a moment now and then, and is no better for it. */
function stillLooping(known: Failure | undefined, { pods }: Evidence): Failure | undefined {
  if (known?.restarts === undefined) return undefined;
  const pod = pods.find((one) => one.metadata?.name === known.pod && isGoingOn(one));
  const status = pod && containerStatuses(pod).find(({ name }) => name === known.container);
  const hasCrashed = status?.lastState?.terminated !== undefined && !status.ready;
  return hasCrashed ? known : undefined;
}

/** What keeps a pod of the run from going on, and not how one has ended, or what the Job says. */
export function isStandstill(failure: Failure): boolean {
  if (isOfPod(failure) || failure.reason === "DeadlineExceeded") return false;
  return failure.exitCode === undefined || failure.restarts !== undefined;
}

/** Nothing keeps a Job from being created that is there. */
function knownOf({ job }: StatusInputs, known: Failure | undefined): Failure | undefined {
  return job && known?.reason === "CreateFailing" ? undefined : known;
}

function firstWords(problem: Failure, known: Failure | undefined): Failure {
  return known && isSame(problem, known) ? known : problem;
}

/** How often a container was started again is told anew. */
function isSame(a: Failure, b: Failure): boolean {
  const fields = ["reason", "pod", "container", "restarts", "attempt"] as const;
  return fields.every((field) => a[field] === b[field]);
}

function failedCreation({ kind, message }: { kind: string; message: string }): Failure {
  return { reason: kind, message: `The API server fails to create the Job: ${message}` };
}

/** Nobody has asked this time; what was said before holds while the Job still waits for its first pod. */
function isWaiting({ job, problem }: StatusInputs): boolean {
  if (!job || problem) return false;
  return job.status?.startTime !== undefined && conditionOf(job, "Suspended") === undefined;
}
