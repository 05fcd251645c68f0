import cronstrue from "cronstrue";
import { parseExpression } from "./expression.ts";
import type { FiveFields, Times } from "./fields.ts";

/** So many times of a day are named one by one. */
const MOST_NAMED = 6;

/** How many values each field can have. */
const SIZES: Readonly<Record<keyof FiveFields, number>> = {
  minute: 60,
  hour: 24,
  day: 31,
  month: 12,
  weekday: 7,
};

/**
 * What an expression means, in plain English, as "At 02:30, Monday through Friday", for people alone: by the values that it stands for and
 * not by how it is written, since `5/15`, steps that do not come out even and two kinds of days are easily misread.
 * @throws CronError
 */
export function inWords(expression: string): string {
  const fields = parseExpression(expression);
  const { day, weekday } = fields;
  const isEither = !day.isEvery && !weekday.isEvery;
  if (!isEither) return withTimes(fields, [spoken("day", day), spoken("weekday", weekday)]);
  // One of the two is enough.
  if (isAll("day", day) || isAll("weekday", weekday)) return withTimes(fields, ["*", "*"]);
  const onDays = withTimes(fields, [spoken("day", day), "*"]);
  return onDays.replace("of the month", `of the month or ${weekdaysInWords(weekday)}`);
}

/** The library's words; the times themselves where they are few. */
function withTimes({ minute, hour, month }: FiveFields, [days, weekdays]: [string, string]): string {
  const dates = `${days} ${spoken("month", month)} ${weekdays}`;
  const times = hour.values.flatMap((hours) => minute.values.map((minutes) => clock(hours, minutes)));
  if (times.length > MOST_NAMED)
    return describe(`${spoken("minute", minute)} ${spoken("hour", hour)} ${dates}`);
  const named = new Intl.ListFormat("en-GB", { type: "conjunction" }).format(times);
  const everyDay = dates === "* * *" ? ", every day" : "";
  return `${describe(`0 0 ${dates}`).replace("00:00", named)}${everyDay}`;
}

function weekdaysInWords(weekday: Times): string {
  return describe(`0 0 * * ${spoken("weekday", weekday)}`).replace(/^At 00:00, (?:only )?/, "");
}

function describe(pattern: string): string {
  return cronstrue.toString(pattern, { use24HourTimeFormat: true });
}

/** A field as the library understands it: everything, even steps of a clock, a range, or a list. */
function spoken(name: keyof FiveFields, times: Times): string {
  if (isAll(name, times)) return "*";
  const { values } = times;
  const step = evenStep(name, values);
  if (step !== undefined) return `*/${step}`;
  const [first = 0] = values;
  const isRange = values.length > 2 && values.every((value, index) => value === first + index);
  return isRange ? `${first}-${values.at(-1)}` : values.join(",");
}

function isAll(name: keyof FiveFields, { values }: Times): boolean {
  return values.length === SIZES[name];
}

/** A step in minutes or hours that comes out even; days and months have none that is told easily. */
function evenStep(name: keyof FiveFields, values: readonly number[]): number | undefined {
  if (name !== "minute" && name !== "hour") return undefined;
  const step = SIZES[name] / values.length;
  const isEven = values.length > 1 && values.every((value, index) => value === index * step);
  return isEven ? step : undefined;
}

function clock(hours: number, minutes: number): string {
  return `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`;
}
