import type { BatchTaskSpec } from "../../api/batchtask.ts";
import type { Run } from "../../api/status.ts";

/**
 * When a task is to be deleted whose run has ended, by runs.deleteAfterSeconds, in milliseconds since the epoch: that of
 * a schedule not before its end. undefined where it stays.
 */
export function deletionTime({ runs }: BatchTaskSpec, run: Run | undefined): number | undefined {
  const seconds = runs?.deleteAfterSeconds;
  if (seconds === undefined || run?.completionTime === undefined) return undefined;
  const { schedule } = runs ?? {};
  if (schedule && schedule.notAfter === undefined) return undefined;
  const last = schedule?.notAfter === undefined ? 0 : Date.parse(schedule.notAfter);
  return Math.max(Date.parse(run.completionTime), last) + seconds * 1000;
}

/** Whether that time has come. */
export function isExpired(spec: BatchTaskSpec, run: Run | undefined, now: number): boolean {
  const at = deletionTime(spec, run);
  return at !== undefined && at <= now;
}
