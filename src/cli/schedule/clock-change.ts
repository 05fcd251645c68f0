import { readExpression } from "../../cron/expression.ts";
import { metaTime } from "../../kube/time.ts";
import { clockOf, offsetAt } from "./zoned.ts";

/** No clock is set by more on one day. */
const MOST_MS = 3 * 3_600_000;
const MINUTE_MS = 60_000;

/**
 * What a change of the clock has to do with a time of a schedule, in a few words; undefined: nothing.
 * @param crons those that come at the time
 * @param time milliseconds since the epoch
 * @param comes whether the schedule comes at another time, too
 * @throws CronError
 */
export function clockNote(
  { crons, timeZone }: { crons: readonly string[]; timeZone: string },
  time: number,
  comes: (other: number) => boolean,
): string | undefined {
  const shown = clockOf(metaTime(time), timeZone);
  const asked = crons.map(timesOfDay);
  if (asked.some((times) => times !== undefined && !times.has(shown)))
    return `the clock leaves out ${leftOut(asked, time, timeZone)} on this day: it runs at the first instant after`;
  const again = secondTime(time, timeZone);
  if (again === undefined) return undefined;
  return comes(again)
    ? `the clock shows ${shown} twice on this day: it runs at both`
    : `the clock shows ${shown} twice on this day: it runs at the first`;
}

const two = (number: string): string => number.padStart(2, "0");

/** The times of a day that an expression names; undefined: it has a `*` for minute or hour, and goes on in real time. */
function timesOfDay(cron: string): Set<string> | undefined {
  const [minutes = "", hours = ""] = readExpression(cron).split(" ");
  if (`${minutes}${hours}`.includes("*")) return undefined;
  return new Set(
    hours.split(",").flatMap((hour) => minutes.split(",").map((minute) => `${two(hour)}:${two(minute)}`)),
  );
}

/** Which of the named times it is that no clock shows: those of the span by which the clock was set forward. */
function leftOut(asked: readonly (Set<string> | undefined)[], time: number, timeZone: string): string {
  const span = offsetAt(time, timeZone) - offsetAt(time - MOST_MS, timeZone);
  const end = time + offsetAt(time, timeZone);
  const skipped = Array.from({ length: Math.max(0, Math.round(span / MINUTE_MS)) }, (_, at) =>
    new Date(end - span + at * MINUTE_MS).toISOString().slice(11, 16),
  );
  const names = skipped.filter((one) => asked.some((times) => times?.has(one)));
  return names.length === 0 ? "its time" : names.join(", ");
}

/** When the zone's clock shows the same once more since it is set back; undefined: it does not. */
function secondTime(time: number, timeZone: string): number | undefined {
  const back = offsetAt(time, timeZone) - offsetAt(time + MOST_MS, timeZone);
  if (back <= 0) return undefined;
  const again = time + back;
  return again + offsetAt(again, timeZone) === time + offsetAt(time, timeZone) ? again : undefined;
}
