import { CronError } from "./expression.ts";

/** The zone of a schedule that names none. */
export const DEFAULT_TIME_ZONE = "Etc/UTC";

/** A name of the IANA time zone database; not an offset, nor the zone of whoever asks. */
const NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;

/**
 * The zone, where it is known.
 * @throws CronError
 */
export function readTimeZone(timeZone: string): string {
  if (NAME.test(timeZone) && timeZone.toLowerCase() !== "local" && isKnown(timeZone)) return timeZone;
  throw new CronError(
    `"${timeZone}" is no time zone that is known: write a name of the IANA database, as Europe/Berlin or Etc/UTC`,
  );
}

function isKnown(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
