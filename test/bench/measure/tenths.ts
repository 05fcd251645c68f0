/**
 * How fast the last tenth came, against the first: 1 where it was as fast, less where it was slower. undefined for fewer
 * than 20.
 * @param times when each came, in any order and unit
 */
export function lastTenth(times: readonly number[]): number | undefined {
  const sorted = times.toSorted((a, b) => a - b);
  const tenth = Math.floor(sorted.length / 10);
  const took = (from: number, to: number): number => (sorted.at(to) ?? 0) - (sorted.at(from) ?? 0);
  return tenth < 2 ? undefined : took(0, tenth - 1) / took(-tenth, -1);
}
