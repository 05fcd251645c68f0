import { expect, test } from "vitest";
import { CronError } from "../../../src/cron/expression.ts";
import { DEFAULT_TIME_ZONE, readTimeZone } from "../../../src/cron/time-zone.ts";

test.each([DEFAULT_TIME_ZONE, "UTC", "Europe/Berlin", "Etc/GMT+5", "America/Argentina/Buenos_Aires"])(
  "%s is a zone",
  (zone) => {
    expect(readTimeZone(zone)).toBe(zone);
  },
);

test.each(["", "Local", "local", "+02:00", "Nowhere/City", "Europe/Berlin ", "../etc/passwd"])(
  "%j is none, and the message says what to write",
  (zone) => {
    expect(() => readTimeZone(zone)).toThrow(CronError);
    expect(() => readTimeZone(zone)).toThrow(
      `"${zone}" is no time zone that is known: write a name of the IANA database`,
    );
  },
);
