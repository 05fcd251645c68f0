import { FIGURES, type FigureName } from "../measure/figures.ts";
import { MODES, type ModeName } from "../modes/index.ts";
import type { Measurement } from "../run-all.ts";
import { SUBJECTS } from "../subjects/subject.ts";
import { format, summaryOf } from "./summary.ts";
import { aligned } from "./table.ts";

/** All results, for a terminal. */
export function textReport(measurements: readonly Measurement[]): string {
  const modes = Object.keys(MODES).filter((name): name is ModeName =>
    measurements.some(({ mode }) => mode === name),
  );
  return modes
    .map((mode) =>
      modeReport(
        mode,
        measurements.filter((one) => one.mode === mode),
      ),
    )
    .join("\n\n");
}

function modeReport(mode: ModeName, measurements: readonly Measurement[]): string {
  const subjects = SUBJECTS.filter((name) => measurements.some(({ subject }) => subject === name));
  const rows = rowsOf(measurements).map((name) => [
    FIGURES[name].label,
    ...subjects.map((subject) => format(name, summaryOf(measurements, subject, name))),
  ]);
  return [
    `— ${mode}: ${MODES[mode].what} (median, and minimum–maximum) —`,
    aligned([["", ...subjects], ...rows]),
    "requests per object, by the API server's count:",
    ...subjects.map((subject) => `  ${subject}: ${list(lastOf(measurements, subject)?.requests)}`),
    "CPU per object, ms:",
    ...subjects.map((subject) => `  ${subject}: ${list(lastOf(measurements, subject)?.cpu)}`),
  ].join("\n");
}

function rowsOf(measurements: readonly Measurement[]): FigureName[] {
  const known = Object.keys(FIGURES).filter((name): name is FigureName => name in FIGURES);
  return known.filter((name) => measurements.some(({ figures }) => figures[name] !== undefined));
}

function lastOf(measurements: readonly Measurement[], subject: string): Measurement | undefined {
  return measurements.findLast((one) => one.subject === subject);
}

/** The parts of the last round; those of less than 0.05 are left out. */
function list(parts: Readonly<Record<string, number>> = {}): string {
  return Object.entries(parts)
    .filter(([, value]) => value >= 0.05)
    .toSorted((a, b) => b[1] - a[1])
    .map(([key, value]) => `${key} ${value.toFixed(2)}`)
    .join(", ");
}
