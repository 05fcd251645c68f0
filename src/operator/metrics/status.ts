import { readyOf } from "../../api/condition.ts";
import type { BatchTaskStatus } from "../../api/status.ts";

/** Whether `after` speaks of another run than `before`; of the first one, too. */
export function isNextRun(before: BatchTaskStatus | undefined, after: BatchTaskStatus): boolean {
  return before?.run?.number !== after.run?.number;
}

/** Since when a run that has not begun wants to: its record, or a resumption since. RFC 3339. */
export function queuedSince(status: BatchTaskStatus | undefined): string | undefined {
  const turned = readyOf(status)?.lastTransitionTime;
  const recorded = status?.run?.requestTime;
  return turned !== undefined && (recorded === undefined || turned > recorded) ? turned : recorded;
}
