import type { Options } from "./arguments.ts";
import { measureOne } from "./measure-one.ts";
import { MODES, type Mode, type ModeName } from "./modes/index.ts";
import type { Outcome } from "./modes/mode.ts";
import { SUBJECT_OF } from "./subjects/index.ts";
import type { SubjectName } from "./subjects/subject.ts";

/** One measurement of one subject. */
export interface Measurement extends Outcome {
  readonly mode: ModeName;
  readonly subject: SubjectName;
  readonly round: number;
}

/** Measures everything, the subjects of a mode in turn, round after round. */
export async function runAll(
  { modes, subjects, rounds, amounts, profile }: Options,
  report: (line: string) => void,
): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const mode of modes) {
    const { measure, subjects: known }: Mode = MODES[mode];
    for (let round = 1; round <= rounds; round += 1) {
      for (const subject of subjects.filter((name) => known.includes(name))) {
        const started = performance.now();
        const outcome = await measureOne(SUBJECT_OF[subject], measure, amounts, { profile });
        measurements.push({ mode, subject, round, ...outcome });
        const seconds = Math.round((performance.now() - started) / 1_000);
        report(`${mode} ${subject} ${round}/${rounds}: ${brief(outcome)} (${seconds} s)`);
      }
    }
  }
  return measurements;
}

function brief({ figures }: Outcome): string {
  const { perSecond, rssMb } = figures;
  return perSecond === undefined ? `RSS ${rssMb?.toFixed(0)} MiB` : `${perSecond.toFixed(1)} objects/s`;
}
