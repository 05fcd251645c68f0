import type { ScheduleCache } from "../../../src/cron/cache.ts";
import type { Change, Reference } from "./reference.ts";
import { timesByRule } from "./rule.ts";
import type { Leg } from "./walks.ts";

const SECOND = 1000;
const DAY = 86_400;

/** The times of a leg as src/cron has them, in seconds since the epoch. */
export function ours(cache: ScheduleCache, { expression, zone, from, until }: Leg): number[] {
  const schedule = cache.read([expression.text], zone);
  const found: number[] = [];
  for (
    let at = schedule.next(from * SECOND);
    at !== undefined && at <= until * SECOND;
    at = schedule.next(at)
  )
    found.push(at / SECOND);
  return found;
}

/** Looking back from the end of a leg. */
export function oursBack(cache: ScheduleCache, { expression, zone, from, until }: Leg): number[] {
  const latest = cache.read([expression.text], zone).latest(until * SECOND);
  return latest !== undefined && latest > from * SECOND ? [latest / SECOND] : [];
}

/** As the CronJob controller's library has them. */
export function theirs(reference: Reference, legs: readonly Leg[]): Promise<number[][]> {
  return reference.times(legs.map(({ expression, ...leg }) => ({ ...leg, expression: expression.text })));
}

/** By our rule, and in real time, for a clock with these changes. */
export interface ByRule {
  ours: number[];
  inRealTime: number[];
}

/** What follows from the times of a clock without changes, by the CronJob controller's library, and the zones' changes. */
export async function byRule(
  reference: Reference,
  legs: readonly Leg[],
  changes: ReadonlyMap<string, readonly Change[]>,
): Promise<ByRule[]> {
  const shown = await reference.times(
    legs.map(({ expression, from, until }) => ({
      expression: expression.text,
      zone: "Etc/UTC",
      from: from - DAY,
      until: until + DAY,
    })),
  );
  return legs.map(({ expression, zone, ...span }, index) => {
    const times = (isRealTime: boolean) =>
      timesByRule(shown[index] ?? [], { changes: changes.get(zone) ?? [], isRealTime }, span);
    return { ours: times(expression.isRealTime), inRealTime: times(true) };
  });
}
