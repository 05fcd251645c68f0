import { expect, test } from "vitest";
import { CronError, readExpression } from "../../../src/cron/expression.ts";

test.each([
  ["0 0 * * *", "0 0 * * *"],
  ["  0\t0   * * *  ", "0 0 * * *"],
  ["05 08 * * *", "5 8 * * *"],
  ["? ? ? ? ?", "* * * * *"],
  ["*/15 * * * *", "*/15 * * * *"],
  ["*/1 */1 * * *", "* * * * *"],
  ["5/15 * * * *", "5,20,35,50 * * * *"],
  ["0 9-17/4 * jan-MAR mon-Fri", "0 9,13,17 * 1,2,3 1,2,3,4,5"],
  ["*/20,5 0 * * *", "*/20,5 0 * * *"],
  ["0 0 1,15 * sun", "0 0 1,15 * 0"],
  ["0 0 */10 * 1", "0 0 1,11,21,31 * 1"],
  ["0 0 *,5 * 1", "0 0 * * 1"],
  ["0 0 29 2 *", "0 0 29 2 *"],
  ["0 0 30 2 mon", "0 0 30 2 1"],
  ["@hourly", "0 * * * *"],
  ["@daily", "0 0 * * *"],
  ["@midnight", "0 0 * * *"],
  ["@weekly", "0 0 * * 0"],
  ["@monthly", "0 0 1 * *"],
  ["@yearly", "0 0 1 1 *"],
  ["@annually", "0 0 1 1 *"],
])("%s is %s", (written, read) => {
  expect(readExpression(written)).toBe(read);
});

test.each([
  ["@every 1h30m", /"@every 1h30m" counts from a start that nobody knows: write fields/],
  ["@reboot", /"@reboot" is none of @yearly, .*: choose one of them, or write five fields/],
  ["@Daily", /"@Daily" is none of/],
  ["TZ=Europe/Berlin 0 0 * * *", /has a time zone in it: leave the zone out, and write it into timeZone/],
  ["CRON_TZ=UTC 0 0 * * *", /has a time zone in it/],
  ["0 0 0 * * *", /"0 0 0 \* \* \*" has 6 fields: write five, .*, without seconds/],
  ["0 0 * *", /"0 0 \* \*" has 4 fields: write five/],
  ["", /it is empty: write five/],
  ["60 * * * *", /the minute 60 is not from 0 to 59: choose one that is/],
  ["0 24 * * *", /the hour 24 is not from 0 to 23/],
  ["0 0 0 * *", /the day of month 0 is not from 1 to 31/],
  ["0 0 * 13 *", /the month 13 is not from 1 to 12/],
  ["0 0 * * 7", /the day of week 7 is not from 0 to 6: choose one that is; Sunday is 0/],
  ["0 0 * * mon#1", /the day of week "mon#1" can't be read: write \*, numbers from 0 to 6 or names as sun/],
  ["0 0 L * *", /the day of month "L" can't be read/],
  ["0 0 * januar *", /the month "januar" can't be read/],
  ["1,,2 * * * *", /the minute "" can't be read/],
  ["-1 * * * *", /the minute "-1" can't be read/],
  ["*-5 * * * *", /the minute "\*-5" can't be read/],
  ["30-10 * * * *", /"30-10" ends before it begins: write the lower end first/],
  ["*/0 * * * *", /the step of "\*\/0" is 0: make it 1 or more/],
  ["0 0 30 2 *", /"0 0 30 2 \*" never comes: none of its months has such a day; choose another day or month/],
  ["0 0 31 4,6,9,11 ?", /never comes/],
])("%s is refused with the fix", (written, message) => {
  expect(() => readExpression(written)).toThrow(CronError);
  expect(() => readExpression(written)).toThrow(message);
});
