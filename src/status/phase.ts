import { isTerminalPhase } from "../api/status.ts";
import type { Failure } from "../api/failure.ts";
import { advised } from "./failure/hints.ts";
import { type Progress, progressOf } from "../job/progress.ts";
import { type Problem, progressOfProblem } from "./problem.ts";
import { recover } from "./failure/lost-result.ts";
import type { Seen } from "./inputs.ts";
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
export function progressFor(seen: Seen, stuck: Failure | undefined): Progress {
  const progress = progressNow(seen);
  if (isTerminalPhase(progress.phase)) return progress;
  // Whoever has not asked this time does not know: a pod may run by now.
  if (stuck && seen.evidence && isPastStartDeadline(seen)) return startFailed(seen, stuck);
  const shown = stuck ? { ...progress, reason: stuck.reason, message: stillWaiting(seen, stuck) } : progress;
  // Of a run that is being stopped it is said already.
  return shown === STOPPING ? shown : { ...shown, message: shown.message + NEXT[seen.next ?? "Created"] };
}

function progressNow(seen: Seen): Progress {
  const { problem, job } = seen;
  if (!problem) return progressOfRun(seen);
  if (job && problem.kind === "ReconcileError") return despite(problem, progressOfRun(seen));
  if (problem.kind !== "ResultLost") return progressOfProblem(problem);
  return recovered(seen) ?? progressOfProblem({ ...problem, message: problem.message + afterLoss(seen) });
}

/** Nothing is repeated because of a loss; what was asked for anyhow, is. */
const afterLoss = ({ next }: Seen): string =>
  next === undefined
    ? "; it is not started again. Edit the task, or set the annotation batchtask.dev/rerun, to run it again"
    : "; the run that was asked for meanwhile starts now";

function progressOfRun({ task, job, run }: Seen): Progress {
  const progress = job ? progressOf(job, task.spec.suspend === true) : RECORDED;
  return run.stopping && !isTerminalPhase(progress.phase) ? STOPPING : progress;
}

/** The run goes on whatever could not be changed of it, and its end is its end. */
function despite({ kind, message }: Problem, progress: Progress): Progress {
  return isTerminalPhase(progress.phase) ? progress : { phase: progress.phase, reason: kind, message };
}

function recovered({ evidence }: Seen): Progress | undefined {
  return recover(evidence?.jobEvents ?? []);
}

const RECORDED: Progress = {
  phase: "Pending",
  reason: "Pending",
  message: "The run is recorded; its Job is about to be created",
};

const STOPPING: Progress = {
  phase: "Finishing",
  reason: "Replacing",
  message: "The run is being stopped; the next one starts once its pods are gone",
};

function stillWaiting({ guarded }: Seen, stuck: Failure): string {
  const limit = guarded.spec.runs?.startDeadlineSeconds;
  const end =
    limit === undefined ? "" : `; the run fails if no pod runs within ${limit} s (runs.startDeadlineSeconds)`;
  return sentence(stuck) + end;
}

function startFailed({ guarded }: Seen, stuck: Failure): Progress {
  const message = `No pod ran within ${guarded.spec.runs?.startDeadlineSeconds} s: ${stuck.reason}: ${sentence(stuck)}`;
  return { phase: "Failed", reason: "StartDeadlineExceeded", message };
}

function sentence({ pod, container, message, hint }: Failure): string {
  const where = [pod && `pod ${pod}`, container && `container ${container}`].filter(Boolean).join(", ");
  return (where && `${where}: `) + advised(message, hint);
}
