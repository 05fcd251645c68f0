import { parseExpression } from "./expression.ts";
import type { Times } from "./fields.ts";

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
/** The calendar comes round after 28 years, and four more to see the next 29 February. */
const FIRST_YEAR = 2024;
const YEARS = 32;
/** 1 January 2024 was a Monday. */
const FIRST_WEEKDAY = 1;

/**
 * The shortest span between two successive times of these expressions together, in milliseconds, by a clock that is
 * never changed: that a zone has one day of 23 hours a year makes nothing daily come more often. undefined: there are
 * no two times. Exact for the years 1901 to 2099, in which the calendar comes round after 28 years: it walks all days
 * of that many, in one to three milliseconds.
 * @throws CronError
 */
export function shortestInterval(expressions: readonly string[]): number | undefined {
  const plans = [...new Set(expressions)].map(readPlan);
  const days = new Map<string, Day>();
  let shortest = Number.POSITIVE_INFINITY;
  let latest = Number.NEGATIVE_INFINITY;
  eachDay((number, date) => {
    // No two times are nearer than a minute.
    const here = shortest === 1 ? [] : plans.filter((plan) => comesOn(plan, date));
    if (here.length === 0) return;
    const { first, last, gap } = dayOf(here, days);
    const start = number * DAY_MINUTES;
    shortest = Math.min(shortest, gap, start + first - latest);
    latest = start + last;
  });
  return Number.isFinite(shortest) ? shortest * MINUTE_MS : undefined;
}

interface CalendarDate {
  day: number;
  month: number;
  weekday: number;
}

/** One expression. Of each number whether it is asked for, or each minute of a day that is, ascending. */
interface Plan {
  key: string;
  months: readonly boolean[];
  days: readonly boolean[];
  weekdays: readonly boolean[];
  /** Of day of month and day of week one is enough, where both are given. */
  isEitherDay: boolean;
  minutes: readonly number[];
}

/** Minutes of the first and the last time of a day, and between the two nearest of it. */
interface Day {
  first: number;
  last: number;
  gap: number;
}

function readPlan(expression: string, index: number): Plan {
  const { minute, hour, day, month, weekday } = parseExpression(expression);
  return {
    key: `${index} `,
    months: table(month),
    days: table(day),
    weekdays: table(weekday),
    isEitherDay: !day.isEvery && !weekday.isEvery,
    minutes: hour.values.flatMap((hours) => minute.values.map((minutes) => hours * 60 + minutes)),
  };
}

function table({ values }: Times): boolean[] {
  return Array.from({ length: Math.max(...values) + 1 }, (_, value) => values.includes(value));
}

function comesOn({ months, days, weekdays, isEitherDay }: Plan, date: CalendarDate): boolean {
  if (months[date.month] !== true) return false;
  const isDay = days[date.day] === true;
  const isWeekday = weekdays[date.weekday] === true;
  return isEitherDay ? isDay || isWeekday : isDay && isWeekday;
}

/** What a day is on which these come; there are few such days. */
function dayOf(plans: readonly Plan[], known: Map<string, Day>): Day {
  const key = plans.reduce((keys, plan) => keys + plan.key, "");
  const before = known.get(key);
  if (before) return before;
  const minutes = [...new Set(plans.flatMap((plan) => plan.minutes))].toSorted((a, b) => a - b);
  const gaps = minutes.slice(1).map((minute, index) => minute - (minutes[index] ?? 0));
  const made = { first: minutes[0] ?? 0, last: minutes.at(-1) ?? 0, gap: Math.min(...gaps) };
  known.set(key, made);
  return made;
}

/** Visits each day of the calendar, numbered from 0. */
function eachDay(visit: (number: number, date: CalendarDate) => void): void {
  let number = 0;
  for (let year = FIRST_YEAR; year < FIRST_YEAR + YEARS; year += 1)
    for (let month = 1; month <= 12; month += 1) {
      const length = daysOf(month, year);
      for (let day = 1; day <= length; day += 1) {
        visit(number, { day, month, weekday: (FIRST_WEEKDAY + number) % 7 });
        number += 1;
      }
    }
}

function daysOf(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
