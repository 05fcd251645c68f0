import { expect, test } from "vitest";
import { CronError } from "../../../src/cron/expression.ts";
import { DEFAULT_TIME_ZONE, readTimeZone } from "../../../src/cron/time-zone.ts";

test.each([
  DEFAULT_TIME_ZONE,
  "UTC",
  "Europe/Berlin",
  "Etc/GMT+5",
  "America/Argentina/Buenos_Aires",
  "US/Eastern",
  "Asia/Calcutta",
  "Asia/Kolkata",
  "CET",
  "EST5EDT",
  "GMT+0",
])("%s is a zone", (zone) => {
  expect(readTimeZone(zone)).toBe(zone);
});

const WRITE = "write a name of the IANA database, as Europe/Berlin or Etc/UTC";

test.each([
  ["", WRITE],
  ["Nowhere/City", WRITE],
  ["../etc/passwd", WRITE],
  ["SystemV/PST8", WRITE],
  ["Local", `it is the zone of whoever asks; ${WRITE}`],
  ["local", `it is the zone of whoever asks; ${WRITE}`],
  ["+02:00", `it is an offset; ${WRITE}, or Etc/GMT-2, which has this offset all year`],
  ["UTC+2", `it is an offset; ${WRITE}, or Etc/GMT-2, which has this offset all year`],
  ["GMT-11", `it is an offset; ${WRITE}, or Etc/GMT+11, which has this offset all year`],
  ["-0330", `it is an offset; ${WRITE}`],
  ["+20", `it is an offset; ${WRITE}`],
  ["PST", `it is an abbreviation, which means another zone to others; ${WRITE}`],
  ["BST", `it is an abbreviation, which means another zone to others; ${WRITE}`],
  ["CEST", `it is an abbreviation, which means another zone to others; ${WRITE}`],
  ["Europe/Berlni", "did you mean Europe/Berlin?"],
  ["Europe/Berlin ", "did you mean Europe/Berlin?"],
  ["Asia/Kolkatta", "did you mean Asia/Kolkata?"],
  ["US/Estern", "did you mean US/Eastern?"],
  ["America/New York", "did you mean America/New_York?"],
  ["europe/berlin", "did you mean Europe/Berlin?"],
  ["us/eastern", "did you mean US/Eastern?"],
  ["utc", "did you mean UTC?"],
  ["tokyo", "did you mean Asia/Tokyo?"],
  ["New York", "did you mean America/New_York?"],
])("%j is none, and the message says what to write", (zone, fix) => {
  expect(() => readTimeZone(zone)).toThrow(CronError);
  expect(() => readTimeZone(zone)).toThrow(new CronError(`"${zone}" is no time zone that is known: ${fix}`));
});
