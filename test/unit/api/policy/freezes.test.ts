import { expect, test } from "vitest";
import { SCHEDULE_PATTERN } from "../../../../src/api/cron.ts";
import { readExpression } from "../../../../src/cron/expression.ts";

const taken = (schedule: string): boolean => new RegExp(SCHEDULE_PATTERN).test(schedule);

function read(schedule: string): boolean {
  try {
    return readExpression(schedule) !== "";
  } catch {
    return false;
  }
}

test.each([
  "0 0 * * *",
  "  0 0\t* *  * ",
  "? ? ? ? ?",
  "*/15,3 1-5/2 1,15 JAN-mar,12 mon-Fri",
  "005 08 09 010 00",
  "5/15 * * * *",
  "59 23 31 12 6",
  "@daily",
  "@hourly",
  "@annually",
])("%s is taken at apply, and read", (schedule) => {
  expect([taken(schedule), read(schedule)]).toEqual([true, true]);
});

test.each([
  "",
  "0 0 * *",
  "0 0 0 * * *",
  "60 0 * * *",
  "0 24 * * *",
  "0 0 0 * *",
  "0 0 32 * *",
  "0 0 * 13 *",
  "0 0 * * 7",
  "0 0 L * *",
  "0 0 * * mon#1",
  "*/0 * * * *",
  "1,,2 * * * *",
  "*-5 * * * *",
  "0 0 * januar *",
  "@every 1h",
  "@reboot",
  "TZ=UTC 0 0 * * *",
])("%j is refused by both", (schedule) => {
  expect([taken(schedule), read(schedule)]).toEqual([false, false]);
});

test.each(["30-10 * * * *", "0 0 30 2 *"])("of %s the operator tells", (schedule) => {
  expect([taken(schedule), read(schedule)]).toEqual([true, false]);
});
