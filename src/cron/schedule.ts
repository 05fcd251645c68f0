import { Cron } from "croner";
import { readExpression } from "./expression.ts";
import { DEFAULT_TIME_ZONE, readTimeZone } from "./time-zone.ts";

/** When something comes again and again. All times are milliseconds since the epoch. */
export interface CronSchedule {
  /** The first time after this one; undefined: there is none in sight. */
  next(after: number): number | undefined;
  /** The latest time that is not after this one; undefined: there is none in sight. */
  latest(at: number): number | undefined;
}

const SECOND = 1000;

/**
 * A CronJob's schedule: the times are those of the CronJob controller, but around changes of the clock. Where minute and
 * hour have no `*`, a time that the clock leaves out comes at the first instant after, and one that comes twice comes
 * at its first; with a `*` in one of them it goes on in real time, as the CronJob controller does.
 * @param timeZone a name of the IANA database
 * @throws CronError
 */
export function readSchedule(expression: string, timeZone: string = DEFAULT_TIME_ZONE): CronSchedule {
  const cron = parsedAtNeed(readExpression(expression), readTimeZone(timeZone));
  return {
    next: (after) =>
      cron()
        .nextRun(new Date(wholeSecond(after)))
        ?.getTime(),
    latest: (at) =>
      cron()
        .previousRuns(1, new Date(wholeSecond(at) + SECOND))[0]
        ?.getTime(),
  };
}

/** A parsed expression has 80 kB of memory, and is made in a fraction of a millisecond: it may go when memory is needed. */
function parsedAtNeed(pattern: string, timezone: string): () => Cron {
  let kept: WeakRef<Cron> | undefined;
  return () => {
    const known = kept?.deref();
    if (known) return known;
    const made = new Cron(pattern, { timezone, mode: "5-part", fixedTimeRule: "no-wildcard" });
    kept = new WeakRef(made);
    return made;
  };
}

/**
 * Throws for what can't be read, at a tenth of the cost.
 * @throws CronError
 */
export function checkSchedule(expression: string, timeZone: string = DEFAULT_TIME_ZONE): void {
  readExpression(expression);
  readTimeZone(timeZone);
}

function wholeSecond(time: number): number {
  return Math.floor(time / SECOND) * SECOND;
}
