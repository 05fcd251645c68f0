import type { Measurement } from "../run-all.ts";
import { type Goal, GOALS } from "./goals.ts";
import { judge } from "./judge.ts";

/** The goals that CI asserts and that were missed or not measured, each with its figure and its bound. */
export function outOfBound(measurements: readonly Measurement[]): string[] {
  const judgements = judge(measurements);
  return GOALS.filter(({ gate }) => gate === true).flatMap((goal) => {
    const judgement = judgements.find((one) => one.goal === goal);
    if (judgement === undefined) return [`${goal.what}: not measured, goal ${boundOf(goal)}`];
    const { reached, isMet } = judgement;
    return isMet ? [] : [`${goal.what}: ${reached.median.toFixed(2)}${goal.unit}, goal ${boundOf(goal)}`];
  });
}

function boundOf({ atLeast, atMost, unit }: Goal): string {
  return atLeast === undefined ? `≤ ${atMost}${unit}` : `≥ ${atLeast}${unit}`;
}
