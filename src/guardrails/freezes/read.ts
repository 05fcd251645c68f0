import type { Freeze } from "../../api/policy/freezes.ts";
import { CronError } from "../../cron/expression.ts";
import { type CronSchedule, readSchedule } from "../../cron/schedule.ts";
import type { Decided } from "../merge/merged.ts";

/** A freeze that can be read. */
export interface FreezeWindow {
  policy: string;
  reason: string | undefined;
  /** When it begins. */
  schedule: CronSchedule;
  durationMs: number;
}

/** What came of a freeze: the window, or one sentence with value and fix. */
export type ReadFreeze = { window: FreezeWindow } | { problem: string };

/** Reads one. Pure. */
export function readFreeze({ value, policy }: Decided<Freeze>): ReadFreeze {
  const { schedule, timeZone, durationSeconds, reason } = value;
  try {
    const read = readSchedule(schedule, timeZone);
    return { window: { policy, reason, schedule: read, durationMs: durationSeconds * 1000 } };
  } catch (error) {
    if (!(error instanceof CronError)) throw error;
    return { problem: error.message };
  }
}

/** Why freezes of one policy can't be read, each in a sentence. Pure. */
export function unreadableFreezes(
  policy: string,
  freezes: readonly Freeze[] = [],
): { field: string; message: string }[] {
  return freezes.flatMap((value, index) => {
    const read = readFreeze({ value, policy });
    return "problem" in read ? [{ field: `spec.rules.freezes[${index}]`, message: read.problem }] : [];
  });
}

/** Those that can be read; the others hold nothing up. Pure. */
export function freezeWindows(freezes: readonly Decided<Freeze>[]): FreezeWindow[] {
  return freezes.flatMap((freeze) => {
    const read = readFreeze(freeze);
    return "window" in read ? [read.window] : [];
  });
}
