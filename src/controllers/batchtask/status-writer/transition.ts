import type { BatchTask } from "../../../api/batchtask.ts";
import type { Job } from "../../../api/job.ts";
import type { BatchTaskStatus } from "../../../api/status.ts";

/** A status that was written, and the one before it. */
export interface StatusStep {
  /** As the API server stored it. */
  task: BatchTask;
  before: BatchTaskStatus | undefined;
  after: BatchTaskStatus;
  /** The run's Job, as it was when the status was worked out. */
  job: Job | undefined;
  /** When the write had been answered, in milliseconds since the epoch. */
  at: number;
}
