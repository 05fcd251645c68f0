/** One of the five fields of a cron expression. */
interface Field {
  name: string;
  min: number;
  max: number;
  /** Names in the place of numbers, from `min` on. */
  names: readonly string[];
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** As robfig/cron v3, which the CronJob controller uses, bounds them (parser.go, spec.go). */
const MINUTE: Field = { name: "minute", min: 0, max: 59, names: [] };
const HOUR: Field = { name: "hour", min: 0, max: 23, names: [] };
const DAY: Field = { name: "day of month", min: 1, max: 31, names: [] };
const MONTH: Field = { name: "month", min: 1, max: 12, names: MONTHS };
const WEEKDAY: Field = { name: "day of week", min: 0, max: 6, names: WEEKDAYS };

/** A field that can't be read; the message names the value and the fix. */
export class FieldError extends Error {}

/** What a field asks for. */
export interface Times {
  /** Ascending. */
  values: readonly number[];
  /** It has `*` or `?` for every value: of the two fields for days such a one does not count. */
  isEvery: boolean;
  /** The same, every item in numbers; `*` and steps of it stay. */
  text: string;
}

export type FiveFields = Record<"minute" | "hour" | "day" | "month" | "weekday", Times>;

/**
 * Reads the five fields, in their order.
 * @throws FieldError
 */
export function readFields([minute, hour, day, month, weekday]: readonly string[]): FiveFields {
  return {
    minute: readField(minute, MINUTE),
    hour: readField(hour, HOUR),
    day: readField(day, DAY),
    month: readField(month, MONTH),
    weekday: readField(weekday, WEEKDAY),
  };
}

function readField(text: string | undefined = "", field: Field): Times {
  const items = text.split(",").map((item) => readItem(item, field));
  const values = new Set(items.flatMap((item) => item.values));
  return {
    values: [...values].toSorted((a, b) => a - b),
    isEvery: items.some(({ isEvery }) => isEvery),
    text: items.map((item) => item.text).join(","),
  };
}

const ITEM = /^(?:(?<every>[*?])|(?<low>[0-9A-Za-z]+)(?:-(?<high>[0-9A-Za-z]+))?)(?:\/(?<step>[0-9]+))?$/;

/** `*`, `5`, `mon-fri`, each with a step where there is one; `5/15` means from 5 to the end. */
function readItem(text: string, field: Field): Times {
  const { every, low, high, step } = ITEM.exec(text)?.groups ?? {};
  const by = readStep(step, text);
  if (every !== undefined) return everyTime(field, by);
  if (low === undefined) throw new FieldError(unreadable(text, field));
  const [from, to] = ends({ low, high, isOpen: step !== undefined }, field);
  if (from > to) throw new FieldError(`"${text}" ends before it begins: write the lower end first`);
  const values = stepping(from, to, by);
  return { values, isEvery: false, text: values.join(",") };
}

function readStep(step: string | undefined, text: string): number {
  if (step !== undefined && Number(step) === 0)
    throw new FieldError(`the step of "${text}" is 0: make it 1 or more`);
  return step === undefined ? 1 : Number(step);
}

function everyTime({ min, max }: Field, step: number): Times {
  return {
    values: stepping(min, max, step),
    isEvery: step === 1,
    text: step === 1 ? "*" : `*/${step}`,
  };
}

function ends(
  { low, high, isOpen }: { low: string; high: string | undefined; isOpen: boolean },
  field: Field,
): [number, number] {
  const from = readValue(low, field);
  if (high !== undefined) return [from, readValue(high, field)];
  return [from, isOpen ? field.max : from];
}

function readValue(text: string, field: Field): number {
  const { name, min, max, names } = field;
  const named = names.indexOf(text.toLowerCase());
  if (named >= 0) return min + named;
  if (!/^[0-9]+$/.test(text)) throw new FieldError(unreadable(text, field));
  const value = Number(text);
  if (value >= min && value <= max) return value;
  const hint = name === "day of week" && value === 7 ? "; Sunday is 0" : "";
  throw new FieldError(`the ${name} ${value} is not from ${min} to ${max}: choose one that is${hint}`);
}

function unreadable(text: string, { name, min, max, names }: Field): string {
  const named = names.length > 0 ? ` or names as ${names[0]}` : "";
  return `the ${name} "${text}" can't be read: write *, numbers from ${min} to ${max}${named}, ranges as ${min}-${min + 4}, steps as */2, with commas between them`;
}

function stepping(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step);
}
