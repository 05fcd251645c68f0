import { isTerminalPhase } from "../api/status.ts";
import type { Failure } from "../api/failure.ts";
import { advised } from "./failure/hints.ts";
import { type JobProgress, progressOf } from "../job/progress.ts";
import { type Problem, progressOfProblem } from "./problem.ts";
import { resultFromEvents } from "./failure/lost-result.ts";
import type { StatusInputs } from "./inputs.ts";
import { isPastStartDeadline } from "./failure/start-deadline.ts";

/** What a run's message ends with where the next one is due. */
export const NEXT = {
  Created: "",
  SpecChanged: "; the edited spec runs once this run has ended",
  PolicyChanged: "",
  Rerun: "; the rerun starts once this run has ended",
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
  const shown = stuck
    ? { ...progress, reason: stuck.reason, message: stillWaiting(inputs, stuck) }
    : progress;
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

function progressOfRun({ task, job, run }: StatusInputs): JobProgress {
  const progress = job ? progressOf(job, task.spec.suspend === true) : RECORDED;
  return run.stopping && !isTerminalPhase(progress.phase) ? STOPPING : progress;
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

function stillWaiting({ guarded }: StatusInputs, stuck: Failure): string {
  const limit = guarded.spec.runs?.startDeadlineSeconds;
  const end =
    limit === undefined ? "" : `; the run fails if no pod runs within ${limit} s (runs.startDeadlineSeconds)`;
  return sentence(stuck) + end;
}

function startFailed({ guarded }: StatusInputs, stuck: Failure): JobProgress {
  const message = `No pod ran within ${guarded.spec.runs?.startDeadlineSeconds} s: ${stuck.reason}: ${sentence(stuck)}`;
  return { phase: "Failed", reason: "StartDeadlineExceeded", message };
}

function sentence({ pod, container, message, hint }: Failure): string {
  const where = [pod && `pod ${pod}`, container && `container ${container}`].filter(Boolean).join(", ");
  return (where && `${where}: `) + advised(message, hint);
}
