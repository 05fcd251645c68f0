import { nearest } from "../text/nearest.ts";
import { CronError } from "./expression.ts";
import { isTimeZoneName, timeZoneNames } from "./time-zone-names.ts";

/** The zone of a schedule that names none. */
export const DEFAULT_TIME_ZONE = "Etc/UTC";

/** A difference from UTC, as `+02:00` or `UTC+2`. */
const OFFSET = /^(?:UTC|GMT)?(?<sign>[+-])(?<hours>[0-9]{1,2})(?::?(?<minutes>[0-9]{2}))?$/i;

/** What stands in a clock's reading, as PST or CEST. */
const ABBREVIATION = /^[A-Z]{2,5}$/;

const WRITE = "write a name of the IANA database, as Europe/Berlin or Etc/UTC";

/**
 * The zone, where it is known: a name of the IANA time zone database, not an offset, nor the zone of whoever asks.
 * @throws CronError
 */
export function readTimeZone(timeZone: string): string {
  if (isTimeZoneName(timeZone)) return timeZone;
  throw new CronError(`"${timeZone}" is no time zone that is known: ${fixOf(timeZone)}`);
}

function fixOf(timeZone: string): string {
  const offset = OFFSET.exec(timeZone)?.groups;
  if (offset) return `it is an offset; ${WRITE}${zoneOfOffset(offset)}`;
  if (timeZone.toLowerCase() === "local") return `it is the zone of whoever asks; ${WRITE}`;
  if (ABBREVIATION.test(timeZone))
    return `it is an abbreviation, which means another zone to others; ${WRITE}`;
  const meant = nearestName(timeZone);
  return meant === undefined ? WRITE : `did you mean ${meant}?`;
}

/** Zones of whole hours have a name each, with the sign turned round. */
function zoneOfOffset({ sign, hours, minutes = "00" }: Record<string, string | undefined>): string {
  const name = `Etc/GMT${sign === "+" ? "-" : "+"}${Number(hours)}`;
  return minutes === "00" && isTimeZoneName(name) ? `, or ${name}, which has this offset all year` : "";
}

/** The name that is meant by a misspelt one, or by a city alone. */
function nearestName(written: string): string | undefined {
  const names = timeZoneNames();
  const name = written.trim().replaceAll(/\s+/g, "_");
  return nearest(name, names) ?? names.find((one) => one.toLowerCase().endsWith(`/${name.toLowerCase()}`));
}
