import { FieldError, type FiveFields, readFields, type Times } from "./fields.ts";

/** What stands for five fields. `@every` and `@reboot` count from the start of a process, which nobody sees. */
const DESCRIPTORS: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

/** Most days of each month. */
const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A cron expression or a time zone that can't be had; the message is one sentence with the value and the fix. */
export class CronError extends Error {}

/**
 * Five fields that any reader of cron understands alike: numbers, lists, `*` and steps of it. It takes what a CronJob's
 * `schedule` takes (robfig/cron v3, ParseStandard), but for `@every` and a time zone before the fields.
 * @throws CronError
 */
export function readExpression(expression: string): string {
  const { minute, hour, day, month, weekday } = parseExpression(expression);
  return [minute.text, hour.text, ...[day, month, weekday].map(listed)].join(" ");
}

/**
 * What the five fields ask for.
 * @throws CronError
 */
export function parseExpression(expression: string): FiveFields {
  const written = expression.trim();
  const fields = (DESCRIPTORS[written] ?? written).split(/\s+/);
  const refused = refusal(written, fields.length);
  if (refused !== undefined) throw new CronError(refused);
  const read = readFiveFields(written, fields);
  const { day, month, weekday } = read;
  if (weekday.isEvery && !day.isEvery && !hasSuchDay(day, month))
    throw new CronError(
      `"${written}" never comes: none of its months has such a day; choose another day or month`,
    );
  return read;
}

function refusal(written: string, count: number): string | undefined {
  if (/^(?:CRON_)?TZ=/.test(written))
    return `"${written}" has a time zone in it: leave the zone out, and write it into timeZone`;
  if (written.startsWith("@every"))
    return `"${written}" counts from a start that nobody knows: write fields, as 0 */2 * * * for every two hours`;
  if (written.startsWith("@") && !(written in DESCRIPTORS))
    return `"${written}" is none of ${Object.keys(DESCRIPTORS).join(", ")}: choose one of them, or write five fields`;
  return count === 5 ? undefined : miscounted(written, count);
}

function miscounted(written: string, count: number): string {
  const what = written === "" ? "it is empty" : `"${written}" has ${count} fields`;
  const seconds = count === 6 ? ", without seconds" : "";
  return `${what}: write five, minute, hour, day of month, month and day of week${seconds}`;
}

function readFiveFields(written: string, fields: readonly string[]): FiveFields {
  try {
    return readFields(fields);
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    throw new CronError(`in "${written}" ${error.message}`, { cause: error });
  }
}

function hasSuchDay({ values: days }: Times, { values: months }: Times): boolean {
  const [first = 1] = days;
  return months.some((month) => first <= (LONGEST[month - 1] ?? 0));
}

/** A step of `*` is no `*`: beside a day of week such days of the month count (robfig/cron: starBit). */
function listed({ isEvery, values }: Times): string {
  return isEvery ? "*" : values.join(",");
}
