import { MOST_MISSED, type Missed, type MissReason } from "../api/schedule.ts";
import { metaTime } from "../kube/time.ts";
import type { ScheduleTimes } from "./times.ts";

/** What time has brought since it was last looked at. Times are those of the schedule, in milliseconds since the epoch. */
export interface Due {
  /** Times up to this one are done with. */
  handled: number;
  /** The latest time that has come, where it may still have its run. */
  time?: number | undefined;
  /** The next time after all that have come. */
  next?: number | undefined;
  /** How many have passed without a run, and the latest of them, the last one first. */
  missed: { count: number; latest: Missed[] };
}

/** How things stand. */
export interface Standing {
  /** Times up to this one were done with before, in milliseconds since the epoch. */
  handled: number;
  /** Milliseconds since the epoch. */
  now: number;
  /** By how much each time is put off, in milliseconds. */
  spreadMs: number;
  /** How late a run may start, in milliseconds. */
  deadlineMs?: number | undefined;
  /** A run goes on, or waits for its start. */
  isBusy: boolean;
  /** No run may start. */
  isFrozen: boolean;
  /** A time that comes while a run goes on is missed. */
  forbids: boolean;
}

/** So many missed times are counted at one look, each of which costs some 0.1 ms: thousands of tasks may have been away. */
const MOST_COUNTED = 100;

/**
 * Which time is due, and which ones are missed. Of several that have come the latest one counts: the others are missed,
 * however many. It is due until a later one has come, its deadline is over, or a run goes on that it may not wait for.
 * Pure.
 */
export function dueOf(times: ScheduleTimes, standing: Standing): Due {
  const { handled, now, spreadMs } = standing;
  const come = now - spreadMs;
  const first = times.next(handled);
  if (first === undefined || first > come) return { handled, next: first, missed: NONE };
  const latest = times.latest(come) ?? first;
  const next = times.next(latest);
  if (isMissed(standing, latest)) return { handled: latest, next, missed: missed(times, standing, latest) };
  const before = first === latest ? undefined : times.latest(latest - 1_000);
  if (before === undefined) return { handled, time: latest, next, missed: NONE };
  return { handled: before, time: latest, next, missed: missed(times, { ...standing, latest }, before) };
}

const NONE: Due["missed"] = { count: 0, latest: [] };

function isMissed({ now, spreadMs, deadlineMs, isBusy, forbids }: Standing, time: number): boolean {
  return (isBusy && forbids) || (deadlineMs !== undefined && now - (time + spreadMs) > deadlineMs);
}

/** All times after what was handled until `last`, with why. `latest`: a later one that may still have its run. */
function missed(times: ScheduleTimes, standing: Standing & { latest?: number }, last: number): Due["missed"] {
  const { handled } = standing;
  const latest: Missed[] = [];
  for (let time: number | undefined = last; time !== undefined && time > handled; ) {
    if (latest.length === MOST_MISSED) break;
    const reason = reasonOf(standing, standing.latest === undefined && time === last);
    latest.push({ scheduleTime: metaTime(time), reason });
    time = times.latest(time - 1_000);
  }
  return { count: countOf(times, handled, last), latest };
}

function reasonOf({ isBusy, isFrozen }: Standing, isLast: boolean): MissReason {
  if (isBusy) return "Busy";
  if (isFrozen) return "Frozen";
  return isLast ? "TooLate" : "OperatorAway";
}

function countOf(times: ScheduleTimes, after: number, last: number): number {
  let count = 0;
  let time = times.next(after);
  while (time !== undefined && time <= last && count < MOST_COUNTED) {
    count += 1;
    time = times.next(time);
  }
  return count;
}
