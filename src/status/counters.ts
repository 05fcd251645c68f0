import { defined } from "../api/defined.ts";
import type { Job } from "../api/job.ts";
import type { BatchTaskStatus, Phase } from "../api/status.ts";
import type { StatusInputs } from "./inputs.ts";

/** The Job's counters and the completions column. Zero and absent stay apart, as the Job has them. */
export function countersOf(job: Job): Partial<BatchTaskStatus> {
  const { active, ready, succeeded, failed, terminating, completedIndexes, failedIndexes } = job.status ?? {};
  const counters = { active, ready, succeeded, failed, terminating, completedIndexes, failedIndexes };
  return defined({ ...counters, completions: completionsOf(job) });
}

/**
 * A Job that vanished takes its counters with it; the last ones seen stay. Of one that is known to have succeeded all
 * that was wanted is known to have succeeded, but for a success policy's and that of a work queue.
 */
export function lastCounters(
  { task }: Pick<StatusInputs, "task">,
  before: BatchTaskStatus | undefined,
  phase: Phase,
): Partial<BatchTaskStatus> {
  if (!before) return {};
  const { succeeded, failed, completedIndexes, failedIndexes, completions } = before;
  const isWhole = phase === "Succeeded" && task.spec.successPolicy === undefined;
  const known = isWhole ? completions?.replace(/^\d+\/(\d+)$/, "$1/$1") : completions;
  return defined({ succeeded, failed, completedIndexes, failedIndexes, completions: known });
}

/**
 * Succeeded of wanted, as `kubectl get jobs` prints it: "3/10", or "0/1 of 3" for a work queue
 * (printJob in Kubernetes' pkg/printers/internalversion).
 */
export function completionsOf(job: Job): string {
  const succeeded = job.status?.succeeded ?? 0;
  const { completions, parallelism = 0 } = job.spec ?? {};
  if (completions !== undefined) return `${succeeded}/${completions}`;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}
