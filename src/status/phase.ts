import { isTerminalPhase } from "../api/status.ts";
import type { Job } from "../api/job.ts";
import type { Failure } from "../api/failure.ts";
import { advised } from "./failure/hints.ts";
import { type JobProgress, progressOf } from "../job/progress.ts";
import { type Problem, progressOfProblem } from "./problem.ts";
import { resultFromEvents } from "./failure/lost-result.ts";
import type { StatusInputs } from "./inputs.ts";
import { hasBegun, waitsSince } from "./failure/begun.ts";
import { SCHEDULING_GATED } from "./failure/unscheduled.ts";
import { isPastStartDeadline, NO_CAUSE } from "./failure/start-deadline.ts";
import { isPaused, podCounts } from "../job/conditions.ts";

/** What a run's message ends with where the next one is due. */
export const NEXT = {
  Created: "",
  SpecChanged: "; the edited spec runs once this run has ended",
  PolicyChanged: "",
  Rerun: "; the rerun starts once this run has ended",
  Scheduled: "; the run for the latest time of its schedule starts once this run has ended",
};

/**
 * Where the run is, after all that is known: the Job, what keeps its pods from starting, what was
 * refused, what waits.
 * @param stuck why no pod runs
 */
export function progressOfTask(inputs: StatusInputs, stuck: Failure | undefined): JobProgress {
  const progress = progressNow(inputs);
  if (isTerminalPhase(progress.phase)) return progress;
  if (stuck && isKnownNow(inputs) && isPastStartDeadline(inputs)) return startFailed(inputs, stuck);
  const shown = stuck && progress !== STOPPING ? standing(inputs, progress, stuck) : progress;
  // Of a run that is being stopped it is said already.
  return shown === STOPPING ? shown : { ...shown, message: shown.message + NEXT[inputs.next ?? "Created"] };
}

/** Whoever has not asked this time does not know: a pod may run by now. */
function isKnownNow({ evidence, problem }: StatusInputs): boolean {
  return evidence !== undefined || problem?.kind === "CreateFailing";
}

function progressNow(inputs: StatusInputs): JobProgress {
  const { problem, job } = inputs;
  if (!problem) return progressOfRun(inputs);
  if (job && problem.kind === "ReconcileError") return despite(problem, progressOfRun(inputs));
  if (problem.kind !== "ResultLost") return progressOfProblem(problem);
  return recovered(inputs) ?? progressOfProblem({ ...problem, message: problem.message + afterLoss(inputs) });
}

/** Nothing is repeated because of a loss; what was asked for anyhow, is. */
const afterLoss = ({ next }: StatusInputs): string =>
  next === undefined
    ? "; it is not started again. Edit the task, or set the annotation batchtask.dev/rerun, to run it again"
    : "; the run that was asked for meanwhile starts now";

function progressOfRun(inputs: StatusInputs): JobProgress {
  const { task, job, run } = inputs;
  const progress = job ? progressOf(job, task.spec.suspend === true) : RECORDED;
  if (run.stopping && !isTerminalPhase(progress.phase)) return STOPPING;
  return progress.phase === "Running" && !hasBegun(inputs) ? starting(job) : progress;
}

function starting(job: Job | undefined): JobProgress {
  const message = isPaused(job)
    ? "Paused: parallelism is 0, so that no pod is asked for"
    : "The Job has begun; no pod of it runs yet";
  return { phase: "Starting", reason: "Starting", message };
}

/** The run goes on whatever could not be changed of it, and its end is its end. */
function despite({ kind, message }: Problem, progress: JobProgress): JobProgress {
  return isTerminalPhase(progress.phase) ? progress : { phase: progress.phase, reason: kind, message };
}

function recovered({ evidence }: StatusInputs): JobProgress | undefined {
  return resultFromEvents(evidence?.jobEvents ?? []);
}

const RECORDED: JobProgress = {
  phase: "Pending",
  reason: "Pending",
  message: "The run is recorded; its Job is about to be created",
};

const STOPPING: JobProgress = {
  phase: "Finishing",
  reason: "Replacing",
  message: "The run is being stopped; the next one starts once its pods are gone",
};

/** Of a run that has begun, what stands is told beside what goes on. */
function standing(inputs: StatusInputs, progress: JobProgress, stuck: Failure): JobProgress {
  const { guarded, evidence } = inputs;
  const limit = guarded.spec.runs?.startDeadlineSeconds;
  const isCounted = limit !== undefined && !isOfGate(stuck);
  const told = [sentence(stuck)];
  if (!hasBegun(inputs)) {
    if (isCounted) told.push(`the run fails if no pod runs within ${limit} s (runs.startDeadlineSeconds)`);
  } else {
    told.push(progress.message);
    if (isCounted && evidence && waitsSince(evidence, podCounts(inputs.job)) !== undefined)
      told.push(`the run fails if its new pod does not run within ${limit} s (runs.startDeadlineSeconds)`);
  }
  return { ...progress, reason: stuck.reason, message: told.join("; ") };
}

const isOfGate = ({ reason }: Failure): boolean => reason === SCHEDULING_GATED;

function startFailed(inputs: StatusInputs, stuck: Failure): JobProgress {
  const limit = inputs.guarded.spec.runs?.startDeadlineSeconds;
  const which = hasBegun(inputs) ? "The pod that takes another one's place did not run" : "No pod ran";
  const message = `${which} within ${limit} s: ${stuck.reason}: ${sentence(stuck)}`;
  const cause = stuck.reason === NO_CAUSE.reason ? {} : { cause: stuck.reason };
  return { phase: "Failed", reason: "StartDeadlineExceeded", ...cause, message };
}

function sentence({ pod, container, message, hint }: Failure): string {
  const where = [pod && `pod ${pod}`, container && `container ${container}`].filter(Boolean).join(", ");
  return (where && `${where}: `) + advised(message, hint);
}
