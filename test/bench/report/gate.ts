import type { Measurement } from "../run-all.ts";
import { GOALS } from "./goals.ts";
import { judge } from "./judge.ts";

/** The figures that CI asserts and that are out of their bound or were not measured, each with its bound. */
export function outOfBound(measurements: readonly Measurement[]): string[] {
  const judgements = judge(measurements);
  return GOALS.flatMap((goal) => {
    const { what, unit, gate } = goal;
    if (gate === undefined) return [];
    const reached = judgements.find((one) => one.goal === goal)?.reached.median;
    if (reached === undefined) return [`${what}: not measured, bound ≤ ${gate}${unit}`];
    return reached <= gate ? [] : [`${what}: ${reached.toFixed(2)}${unit}, bound ≤ ${gate}${unit}`];
  });
}
