import type { Change, Span } from "./reference.ts";

/**
 * The times of a schedule, from those that a clock without changes shows. By our rule a time that the zone's clock leaves
 * out comes at the first instant after, and one that comes twice at its first; in real time the one does not come, and
 * the other does twice.
 * @param shown times of the clock, as seconds since the epoch in UTC; those of a day before and after the span, too
 */
export function timesByRule(
  shown: readonly number[],
  { changes, isRealTime }: { changes: readonly Change[]; isRealTime: boolean },
  { from, until }: Span,
): number[] {
  const found = shown.flatMap((clock) => {
    const instants = instantsOf(clock, changes);
    if (isRealTime) return instants;
    return instants[0] ?? changes.find((change) => isLeftOut(clock, change))?.at ?? [];
  });
  return [...new Set(found)].filter((at) => at > from && at <= until).toSorted((a, b) => a - b);
}

/** When the clock shows this, the earliest first. */
function instantsOf(clock: number, changes: readonly Change[]): number[] {
  const offsets = new Set(changes.flatMap(({ before, after }) => [before, after]));
  return [...offsets]
    .map((offset) => ({ at: clock - offset, offset }))
    .filter(({ at, offset }) => offsetAt(at, changes) === offset)
    .map(({ at }) => at)
    .toSorted((a, b) => a - b);
}

function offsetAt(at: number, changes: readonly Change[]): number | undefined {
  return changes.findLast((change) => change.at <= at)?.after ?? changes[0]?.before;
}

function isLeftOut(clock: number, { at, before, after }: Change): boolean {
  return clock >= at + before && clock < at + after;
}

/** Whether a change concerns this instant: it may be in the time that the clock leaves out or shows twice. */
export function isNear(at: number, { at: changed, before, after }: Change): boolean {
  return before !== after && Math.abs(at - changed) <= Math.abs(after - before);
}

const HOUR = 3600;
const DAY = 24 * HOUR;

/**
 * Whether the CronJob controller's library loses its way on this instant's day, as it says itself (spec.go, "This causes
 * issues"): the clock leaves out a midnight, or it moves by no whole hours.
 */
export function isLost(at: number, change: Change): boolean {
  const { at: changed, before, after } = change;
  const midnight = Math.ceil((changed + before) / DAY) * DAY;
  const isOdd = isLeftOut(midnight, change) || (after - before) % HOUR !== 0;
  return isOdd && at >= changed && at <= changed + DAY;
}

/**
 * The first time after each change by no whole hours: the library goes on at half past each hour from there, finds no
 * minute 0 on the day it looks for, and takes up the next one only.
 * @param times in order
 */
export function firstAfterOdd(times: readonly number[], changes: readonly Change[]): number[] {
  return changes
    .filter(({ before, after }) => (after - before) % HOUR !== 0)
    .flatMap(({ at: changed }) => times.find((at) => at > changed) ?? []);
}
