import { FIGURES, type FigureName } from "../measure/figures.ts";
import { quantile } from "../measure/quantile.ts";
import type { Measurement } from "../run-all.ts";
import type { SubjectName } from "../subjects/subject.ts";

/** A figure over all rounds. */
export interface Summary {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** A figure of one subject over the rounds of one mode; undefined where it has none. */
export function summaryOf(
  measurements: readonly Measurement[],
  subject: SubjectName,
  name: FigureName,
): Summary | undefined {
  const values = measurements
    .filter((one) => one.subject === subject)
    .map(({ figures }) => figures[name])
    .filter((value) => value !== undefined);
  const median = quantile(values, 0.5);
  return median === undefined ? undefined : { min: Math.min(...values), median, max: Math.max(...values) };
}

/** A figure as tables have it: the median, and from where to where the rounds went. */
export function format(name: FigureName, summary: Summary | undefined): string {
  if (summary === undefined) return "–";
  const [min, median, max] = [summary.min, summary.median, summary.max].map((value) =>
    value.toFixed(FIGURES[name].digits),
  );
  return min === max ? `${median}` : `${median} (${min}–${max})`;
}
