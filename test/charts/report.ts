import { aligned } from "../demo/board.ts";
import type { Chart } from "./rendered.ts";
import type { Converted } from "./convert.ts";
import type { Tried } from "./trial.ts";

/** One Job or CronJob of a chart, with what became of it. */
export interface Result extends Pick<Converted, "kind" | "name" | "reasons" | "hook"> {
  chart: Pick<Chart, "name" | "repository" | "version">;
  file: string;
  /** Absent where it stays a Job. */
  tried?: Tried | undefined;
  /** What the API server says against the Job where it stays one. */
  ofServer?: string | undefined;
  /** Why it could not be tried. */
  error?: string;
}

export function isDifferent({ tried, error }: Result): boolean {
  return error !== undefined || (tried?.differences.length ?? 0) > 0;
}

/** What is not as it must be, with all that is known of it. */
export function complaint({ chart, file, kind, name, tried, error }: Result): string {
  const lines = error === undefined ? (tried?.differences ?? []) : [error];
  const ends = tried ? [`  Job:  ${tried.job}`, `  task: ${tried.task}`] : [];
  return [
    `DIFFERENCE ${chart.name}/${file} ${kind}/${name}`,
    ...lines.map((line) => `  ${line}`),
    ...ends,
  ].join("\n");
}

const HEAD = [
  "CHART",
  "VERSION",
  "JOBS",
  "CRONJOBS",
  "HOOKS",
  "CONVERTED",
  "ALIKE",
  "DIFFERENT",
  "ENDS",
  "LEFT",
];

/** A line for each chart, then one for all. */
export function table(results: readonly Result[]): string[] {
  const charts = Map.groupBy(results, ({ chart }) => chart.name);
  const rows = [...charts].map(([name, own]) => [name, own[0]?.chart.version ?? "", ...counts(own)]);
  return aligned([HEAD, ...rows, ["all", String(charts.size), ...counts(results)]]);
}

function counts(results: readonly Result[]): string[] {
  const tried = results.flatMap((result) => result.tried ?? []);
  const left = results.filter(({ reasons }) => reasons.length > 0);
  return [
    results.filter(({ kind }) => kind === "Job").length,
    results.filter(({ kind }) => kind === "CronJob").length,
    results.filter(({ hook }) => hook.length > 0).length,
    results.length - left.length,
    results.filter((result) => result.tried && !isDifferent(result)).length,
    results.filter(isDifferent).length,
    tally(tried.map(({ end, reason }) => reason ?? end)),
    tally(left.flatMap(({ reasons }) => reasons)),
  ].map(String);
}

/** "Complete 3, DeadlineExceeded 1" */
function tally(words: readonly string[]): string {
  const groups = [...Map.groupBy(words, (word) => word)].map(([word, all]) => `${word} ${all.length}`);
  return groups.length === 0 ? "-" : groups.toSorted().join(", ");
}
