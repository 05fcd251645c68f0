import type { Footprint } from "../run/footprint.ts";

/** What was measured once so many tasks had come and gone. */
export interface Sample extends Footprint {
  readonly tasks: number;
}

type Measure = keyof Footprint;

/** The slope of a measure over the tasks (least squares), for each 10,000 of them; the start-up is left out. */
export function growth(samples: readonly Sample[], measure: Measure): number {
  const settled = samples.slice(Math.floor(samples.length / 4));
  const [x, y] = [mean(settled.map(({ tasks }) => tasks)), mean(settled.map((sample) => sample[measure]))];
  const covariance = mean(settled.map((sample) => (sample.tasks - x) * (sample[measure] - y)));
  const variance = mean(settled.map(({ tasks }) => (tasks - x) ** 2));
  return variance === 0 ? 0 : (covariance / variance) * 10_000;
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
