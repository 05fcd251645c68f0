import { FIGURES, type FigureName } from "../measure/figures.ts";
import { quantile } from "../measure/quantile.ts";
import type { Measurement } from "../run-all.ts";
import { MODES, type ModeName } from "../modes/index.ts";
import { SUBJECTS, type SubjectName } from "../subjects/subject.ts";

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
  return summarize(values);
}

/** Undefined of no values. */
export function summarize(values: readonly number[]): Summary | undefined {
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

/** The modes that were measured, in their order. */
export function modesOf(measurements: readonly Measurement[]): ModeName[] {
  const known = Object.keys(MODES).filter((name): name is ModeName => name in MODES);
  return known.filter((name) => measurements.some(({ mode }) => mode === name));
}

/** The subjects that were measured, in their order. */
export function subjectsOf(measurements: readonly Measurement[]): SubjectName[] {
  return SUBJECTS.filter((name) => measurements.some(({ subject }) => subject === name));
}

/** The figures that any of these has, in their order. */
export function namesOf(measurements: readonly Measurement[]): FigureName[] {
  const known = Object.keys(FIGURES).filter((name): name is FigureName => name in FIGURES);
  return known.filter((name) => measurements.some(({ figures }) => figures[name] !== undefined));
}
