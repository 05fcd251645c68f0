import { zonedTime } from "../../schedule/scheduled-timestamp.ts";

/** A time in a zone as people read it, as `2026-12-01 02:00 +01:00`; seconds only where there are some. `at`: RFC 3339. */
export function zonedText(at: string, timeZone: string): string {
  const [, date, minutes, seconds, offset = ""] = PARTS.exec(zonedTime(at, timeZone)) ?? [];
  return `${date} ${minutes}${seconds === ":00" ? "" : seconds} ${offset === "Z" ? "UTC" : offset}`;
}

const PARTS = /^(.{10})T(\d\d:\d\d)(:\d\d)(.*)$/;

const DAY_MS = 86_400_000;

/**
 * The same in the width of a column: `02:00` today, `Tue 02:00` within six days, else `5 Jan`, or `5 Jan 2028` of
 * another year. Both times: RFC 3339.
 */
export function shortText(at: string, now: string, timeZone: string): string {
  const [date, today] = [dayOf(at, timeZone), dayOf(now, timeZone)];
  const clock = clockOf(at, timeZone);
  const days = (Date.parse(date) - Date.parse(today)) / DAY_MS;
  if (days === 0) return clock;
  const inZone = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en-GB", { timeZone, ...options }).format(new Date(at));
  if (days > 0 && days <= 6) return `${inZone({ weekday: "short" })} ${clock}`;
  const year = date.slice(0, 4) === today.slice(0, 4) ? undefined : "numeric";
  return inZone({ day: "numeric", month: "short", year });
}

/** `02:00`: what a clock of the zone shows. */
export function clockOf(at: string, timeZone: string): string {
  return zonedTime(at, timeZone).slice(11, 16);
}

const dayOf = (at: string, timeZone: string): string => zonedTime(at, timeZone).slice(0, 10);

/** How far the zone's clock is ahead of UTC at a time, in milliseconds. `at`: milliseconds since the epoch. */
export function offsetAt(at: number, timeZone: string): number {
  const text = zonedTime(new Date(at).toISOString(), timeZone);
  return Date.parse(`${text.slice(0, 19)}Z`) - Math.floor(at / 1_000) * 1_000;
}
