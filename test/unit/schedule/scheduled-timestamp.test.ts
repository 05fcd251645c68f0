import { expect, test } from "vitest";
import { zonedTime } from "../../../src/schedule/scheduled-timestamp.ts";

/** As Go's time.RFC3339 has them, which the CronJob controller uses. */
test.each([
  ["2026-12-01T01:00:00Z", "Europe/Berlin", "2026-12-01T02:00:00+01:00"],
  ["2026-07-01T00:00:00Z", "Europe/Berlin", "2026-07-01T02:00:00+02:00"],
  ["2026-07-01T00:00:00Z", "Asia/Kolkata", "2026-07-01T05:30:00+05:30"],
  ["2026-07-01T00:00:00Z", "America/St_Johns", "2026-06-30T21:30:00-02:30"],
  ["2026-12-31T23:30:00Z", "Pacific/Kiritimati", "2027-01-01T13:30:00+14:00"],
  ["2026-01-15T00:00:00Z", "Europe/London", "2026-01-15T00:00:00Z"],
  ["2026-07-01T12:00:00Z", undefined, "2026-07-01T12:00:00Z"],
])("%s in %s is %s", (time, zone, told) => {
  expect(zonedTime(time, zone)).toBe(told);
});
