import { createHash } from "node:crypto";
import type { AskedSchedule } from "../api/schedule.ts";

/**
 * By how much each time of a task's schedule is put off, in milliseconds: whole seconds from 0 to less than
 * spreadSeconds, which follow from the task's UID alone. Pure.
 */
export function spreadOf({ spreadSeconds = 0 }: AskedSchedule, uid: string): number {
  if (spreadSeconds === 0) return 0;
  const hash = createHash("sha256").update(uid).digest().readUInt32BE(0);
  return (hash % spreadSeconds) * 1_000;
}
