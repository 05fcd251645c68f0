import type { BatchTaskStatus, Run } from "./status.ts";

/** Whether the latest run has an end on record. */
export function hasEnded(status: BatchTaskStatus | undefined): status is BatchTaskStatus & { run: Run } {
  return status?.run?.completionTime !== undefined;
}
