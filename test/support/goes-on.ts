import type { BatchTaskStatus } from "../../src/api/status.ts";

/** A run has a Job that was started and has not ended, whether or not a pod of it runs. */
export function goesOn(status: BatchTaskStatus | undefined): boolean {
  return status?.phase === "Starting" || status?.phase === "Running";
}
