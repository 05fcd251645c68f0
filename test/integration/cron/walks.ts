import { EXPRESSIONS, type Expression, ZONES } from "./expressions.ts";
import type { Change, Span } from "./reference.ts";

/** One expression in one zone over one span. */
export interface Leg extends Span {
  expression: Expression;
  zone: string;
}

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Three years whose laws are known to every time zone database of today. */
export const YEARS: Span = { from: Date.UTC(2023, 0) / 1000 - 1, until: Date.UTC(2026, 0) / 1000 - 1 };

/** All three years, each expression that comes at most 24 times a day in a zone of its own. */
export const wholeYears = (): Leg[] =>
  EXPRESSIONS.filter(({ isSparse }) => isSparse).map((expression, index) => ({
    expression,
    zone: ZONES[index % ZONES.length] ?? "Etc/UTC",
    ...YEARS,
  }));

/** The same in one zone. */
export const wholeYearsIn = (zone: string): Leg[] => wholeYears().map((leg) => ({ ...leg, zone }));

/** Each expression in each zone over each change of its clock: up to the end of that day, to the next hour where it comes often. */
export function overChanges(changes: ReadonlyMap<string, readonly Change[]>): Leg[] {
  return [...changes].flatMap(([zone, all]) =>
    all
      .filter(({ before, after }) => before !== after)
      .flatMap(({ at }) =>
        EXPRESSIONS.map((expression) => ({ expression, zone, ...around(at, expression.isSparse) })),
      ),
  );
}

/** Each expression in each zone for an hour or a day here and there, over the years. */
export const samples = (): Leg[] =>
  ZONES.flatMap((zone, at) =>
    EXPRESSIONS.flatMap((expression, index) => {
      // Spread by a step that has no factor in common with a week.
      const from = YEARS.from + (((at * EXPRESSIONS.length + index) * 5) % 1094) * DAY;
      return { expression, zone, from, until: from + (expression.isSparse ? 2 * DAY : HOUR) };
    }),
  );

function around(at: number, isSparse: boolean): Span {
  return isSparse
    ? { from: at - 3 * HOUR, until: at + 26 * HOUR }
    : { from: at - 1.5 * HOUR, until: at + 1.5 * HOUR };
}
