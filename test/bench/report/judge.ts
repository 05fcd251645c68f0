import type { Measurement } from "../run-all.ts";
import { type Goal, GOALS, type Term } from "./goals.ts";
import { summarize, type Summary } from "./summary.ts";

/** What was reached of a goal; ratios are of the same round. */
export interface Judgement {
  readonly goal: Goal;
  readonly reached: Summary;
  /** What the floor reached of it, where it was measured: the limit of the kind itself. */
  readonly floor: Summary | undefined;
  readonly isMet: boolean;
}

/** Judges by the median all goals whose figures were measured. */
export function judge(measurements: readonly Measurement[]): Judgement[] {
  return GOALS.flatMap((goal) => {
    const reached = summarize(valuesOf(goal, measurements));
    if (reached === undefined) return [];
    const floor = summarize(valuesOf(ofFloor(goal), measurements));
    return [{ goal, reached, floor, isMet: isMet(goal, reached.median) }];
  });
}

/** The same figure, of the floor. */
function ofFloor({ value, by, ...rest }: Goal): Goal {
  const swap = (term: Term): Term => (term.subject === "batchtask" ? { ...term, subject: "floor" } : term);
  return { ...rest, value: swap(value), ...(by && { by: swap(by) }) };
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

/** The row of a goal: what, the goal, what was reached, whether that is enough, and what the floor reached. */
export function rowOf({ goal, reached, floor, isMet }: Judgement): string[] {
  const bound = goal.atLeast === undefined ? `≤ ${goal.atMost}` : `≥ ${goal.atLeast}`;
  const limit = floor === undefined ? "–" : range(goal, floor);
  return [goal.what, `${bound}${goal.unit}`, range(goal, reached), isMet ? "yes" : "no", limit];
}

function range({ unit }: Goal, { min, median, max }: Summary): string {
  const [low, middle, high] = [min, median, max].map(short);
  return low === high ? `${middle}${unit}` : `${middle}${unit} (${low}–${high})`;
}

/** Three digits that count, without those of no meaning. */
function short(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

export const GOAL_HEAD = ["figure", "goal", "reached", "met", "the floor reaches"];
