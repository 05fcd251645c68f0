import { expect, test } from "vitest";
import { CronError } from "../../../src/cron/expression.ts";
import { inWords } from "../../../src/cron/words.ts";

test.each([
  ["30 2 * * *", "At 02:30, every day"],
  ["@daily", "At 00:00, every day"],
  ["@hourly", "Every hour"],
  ["* * * * *", "Every minute"],
  ["? ? ? ? ?", "Every minute"],
  ["5 * * * *", "At 5 minutes past the hour"],
  ["*/30 * * * *", "Every 30 minutes"],
  ["0 */2 * * *", "On the hour, every 2 hours"],
  ["0 8-17 * * *", "Every hour, between 08:00 and 17:00"],
  ["*/30 8-17 * * 1-5", "Every 30 minutes, between 08:00 and 17:59, Monday through Friday"],
  ["10,20 2 * * *", "At 02:10 and 02:20, every day"],
  ["30 */6 * * *", "At 00:30, 06:30, 12:30 and 18:30, every day"],
  ["0 18 * * mon-fri", "At 18:00, Monday through Friday"],
  ["0 18 * * 1,2,3,4,5", "At 18:00, Monday through Friday"],
  ["0 0,12 * * sat,SUN", "At 00:00 and 12:00, only on Sunday and Saturday"],
  ["0 9 1,15 * ?", "At 09:00, on day 1 and 15 of the month"],
  ["0 0 29 2 *", "At 00:00, on day 29 of the month, only in February"],
  ["0 0 1 */3 *", "At 00:00, on day 1 of the month, only in January, April, July, and October"],
  ["0 9-17/4 * jan-MAR Fri", "At 09:00, 13:00 and 17:00, only on Friday, January through March"],
  ["0 0 * * */2", "At 00:00, only on Sunday, Tuesday, Thursday, and Saturday"],
])("%s: %s", (expression, words) => {
  expect(inWords(expression)).toBe(words);
});

// As the CronJob controller's library reads them, where readers of cron differ.
test.each([
  ["from a value on", "5/15 * * * *", "At 5, 20, 35, and 50 minutes past the hour"],
  ["a step that does not come out even", "*/25 * * * *", "At 0, 25, and 50 minutes past the hour"],
  ["a step beyond the field", "*/90 * * * *", "Every hour"],
  ["either day", "30 6 13 * fri", "At 06:30, on day 13 of the month or on Friday"],
  ["either day, of several", "0 0 13 * mon-fri", "At 00:00, on day 13 of the month or Monday through Friday"],
  [
    "either day, in a month",
    "* * 1-7 2 5",
    "Every minute, between day 1 and 7 of the month or on Friday, only in February",
  ],
  [
    "a step of days beside a weekday",
    "0 0 */10 * 1",
    "At 00:00, on day 1, 11, 21, and 31 of the month or on Monday",
  ],
  ["all days by their numbers, beside a weekday", "0 0 1-31 * 1", "At 00:00, every day"],
  ["all weekdays by their numbers, beside a day", "0 0 13 * 0-6", "At 00:00, every day"],
  ["a * among days, beside a weekday", "0 0 *,5 * 1", "At 00:00, only on Monday"],
])("%s: %s: %s", (_, expression, words) => {
  expect(inWords(expression)).toBe(words);
});

test("what can't be read is refused, not guessed", () => {
  for (const expression of ["0 0 L * *", "0 0 0 * * *", "@every 1h", "0 0 30 2 *"])
    expect(() => inWords(expression)).toThrow(CronError);
});
