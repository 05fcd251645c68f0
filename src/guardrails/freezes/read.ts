import type { Freeze } from "../../api/policy/freezes.ts";
import { CronError } from "../../cron/expression.ts";
import { checkSchedule, type CronSchedule, readSchedule } from "../../cron/schedule.ts";
import type { Decided } from "../merge/merged.ts";

/** A freeze that can be read. */
export interface FreezeWindow {
  policy: string;
  reason: string | undefined;
  /** When it begins. */
  schedule: CronSchedule;
  durationMs: number;
}

/**
 * Reads one. Pure.
 * @throws CronError
 */
export function readFreeze({ value, policy }: Decided<Freeze>): FreezeWindow {
  const { schedule, timeZone, durationSeconds, reason } = value;
  return { policy, reason, schedule: readSchedule(schedule, timeZone), durationMs: durationSeconds * 1000 };
}

/** Why it can't be read, in one sentence with value and fix; undefined: it can. Pure. */
export function problemOfFreeze({ schedule, timeZone }: Freeze): string | undefined {
  try {
    checkSchedule(schedule, timeZone);
    return undefined;
  } catch (error) {
    if (error instanceof CronError) return error.message;
    throw error;
  }
}

/** Those that can't be read, each with its field. Pure. */
export function unreadableFreezes(freezes: readonly Freeze[] = []): { field: string; message: string }[] {
  return freezes.flatMap((freeze, index) => {
    const message = problemOfFreeze(freeze);
    return message === undefined ? [] : [{ field: `spec.rules.freezes[${index}]`, message }];
  });
}

/** Those that can be read; the others hold nothing up. Pure. */
export function freezeWindows(freezes: readonly Decided<Freeze>[]): FreezeWindow[] {
  return freezes.filter(({ value }) => problemOfFreeze(value) === undefined).map(readFreeze);
}
