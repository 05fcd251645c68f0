import { FIGURES } from "../measure/figures.ts";
import { MODES, type ModeName } from "../modes/index.ts";
import type { Measurement } from "../run-all.ts";
import { GOAL_HEAD, judge, rowOf } from "./judge.ts";
import { format, modesOf, namesOf, subjectsOf, summaryOf } from "./summary.ts";
import { aligned } from "../../support/aligned.ts";

/** All results, for a terminal. */
export function textReport(measurements: readonly Measurement[]): string {
  const modes = modesOf(measurements).map((mode) => {
    const own = measurements.filter((one) => one.mode === mode);
    return modeReport(mode, own);
  });
  return [...modes, `— goals —\n${aligned([GOAL_HEAD, ...judge(measurements).map(rowOf)])}`].join("\n\n");
}

function modeReport(mode: ModeName, measurements: readonly Measurement[]): string {
  const subjects = subjectsOf(measurements);
  const rows = namesOf(measurements).map((name) => [
    FIGURES[name].label,
    ...subjects.map((subject) => format(name, summaryOf(measurements, subject, name))),
  ]);
  const parts = (of: "requests" | "cpu"): string[] =>
    subjects.map(
      (subject) => `  ${subject}: ${list(measurements.findLast((one) => one.subject === subject)?.[of])}`,
    );
  const counts = ["requests per object, by the API server's count:", ...parts("requests")];
  const cpu = ["CPU per object, ms:", ...parts("cpu")];
  const has = (of: "requests" | "cpu"): boolean =>
    measurements.some((one) => Object.keys(one[of]).length > 0);
  return [
    `— ${mode}: ${MODES[mode].what} (median, and minimum–maximum) —`,
    aligned([["", ...subjects], ...rows]),
    ...(has("requests") ? counts : []),
    ...(has("cpu") ? cpu : []),
  ].join("\n");
}

/** The parts of the last round; those of less than 0.05 are left out. */
function list(parts: Readonly<Record<string, number>> = {}): string {
  return Object.entries(parts)
    .filter(([, value]) => value >= 0.05)
    .toSorted((a, b) => b[1] - a[1])
    .map(([key, value]) => `${key} ${value.toFixed(2)}`)
    .join(", ");
}
