import { quantile } from "../measure/quantile.ts";
import type { Measurement } from "../run-all.ts";
import { type Goal, GOALS, type Term } from "./goals.ts";
import type { Summary } from "./summary.ts";

/** What was reached of a goal; ratios are of the same round. */
export interface Judgement {
  readonly goal: Goal;
  readonly reached: Summary;
  readonly isMet: boolean;
}

/** Judges by the median all goals whose figures were measured. */
export function judge(measurements: readonly Measurement[]): Judgement[] {
  return GOALS.flatMap((goal) => {
    const values = valuesOf(goal, measurements);
    const median = quantile(values, 0.5);
    if (median === undefined) return [];
    const reached = { min: Math.min(...values), median, max: Math.max(...values) };
    return [{ goal, reached, isMet: isMet(goal, median) }];
  });
}

function valuesOf({ value, by }: Goal, measurements: readonly Measurement[]): number[] {
  const rounds = [...new Set(measurements.map(({ round }) => round))];
  return rounds
    .map((round) => {
      const dividend = find(value, round, measurements);
      const divisor = by === undefined ? 1 : find(by, round, measurements);
      return dividend === undefined || divisor === undefined ? undefined : dividend / divisor;
    })
    .filter((ratio) => ratio !== undefined);
}

function find(
  { mode, subject, figure }: Term,
  round: number,
  measurements: readonly Measurement[],
): number | undefined {
  return measurements.find((one) => one.mode === mode && one.subject === subject && one.round === round)
    ?.figures[figure];
}

function isMet({ atLeast = -Infinity, atMost = Infinity }: Goal, value: number): boolean {
  return value >= atLeast && value <= atMost;
}

/** The row of a goal: what, the goal, what was reached, and whether that is enough. */
export function rowOf({ goal, reached, isMet }: Judgement): string[] {
  const bound = goal.atLeast === undefined ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`;
  return [goal.what, `${bound}${goal.unit}`, range(goal, reached), isMet ? "yes" : "no"];
}

function range({ unit }: Goal, { min, median, max }: Summary): string {
  const [low, middle, high] = [min, median, max].map(short);
  return low === high ? `${middle}${unit}` : `${middle}${unit} (${low}–${high})`;
}

/** Three digits that count, without those of no meaning. */
function short(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

export const GOAL_HEAD = ["figure", "goal", "reached", "met"];
