import { defined } from "../api/defined.ts";
import type { Job } from "../api/job.ts";
import type { BatchTaskStatus } from "../api/status.ts";
import { completionsOf } from "./completions.ts";

/** The Job's counters and the completions column. Zero and absent stay apart, as the Job has them. */
export function countersOf(job: Job): Partial<BatchTaskStatus> {
  const { active, ready, succeeded, failed, terminating, completedIndexes, failedIndexes } = job.status ?? {};
  const counters = { active, ready, succeeded, failed, terminating, completedIndexes, failedIndexes };
  return defined({ ...counters, completions: completionsOf(job) });
}

/** A Job that vanished takes its counters with it; the last ones seen stay. */
export function lastCounters(before: BatchTaskStatus | undefined): Partial<BatchTaskStatus> {
  if (!before) return {};
  const { succeeded, failed, completedIndexes, failedIndexes, completions } = before;
  return defined({ succeeded, failed, completedIndexes, failedIndexes, completions });
}
