import type { Options } from "./arguments.ts";
import { measureOne } from "./measure-one.ts";
import { MODES, type Mode, type ModeName } from "./modes/index.ts";
import type { Outcome } from "./modes/mode.ts";
import { profilesIn } from "./profile.ts";
import { SUBJECT_OF } from "./subjects/index.ts";
import type { SubjectName } from "./subjects/subject.ts";

/** One measurement of one subject. */
export interface Measurement extends Outcome {
  readonly mode: ModeName;
  readonly subject: SubjectName;
  readonly round: number;
}

/** What is told of while it goes on. */
export interface Progress {
  readonly report: (line: string) => void;
  /** Called after each measurement, with all so far. */
  readonly measured: (measurements: readonly Measurement[]) => void;
}

/** Measures everything, the subjects of a mode in turn, round after round. */
export async function runAll(options: Options, { report, measured }: Progress): Promise<Measurement[]> {
  const { amounts, profile } = options;
  const newProfiles = profile === undefined ? () => [] : profilesIn(profile);
  const measurements: Measurement[] = [];
  for (const step of steps(options)) {
    const started = performance.now();
    const { measure }: Mode = MODES[step.mode];
    const outcome = await measureOne(SUBJECT_OF[step.subject], measure, amounts, { profile });
    measurements.push({ ...step, ...outcome });
    measured(measurements);
    for (const line of newProfiles()) report(line);
    const seconds = Math.round((performance.now() - started) / 1_000);
    report(`${step.mode} ${step.subject} round ${step.round}: ${brief(outcome)} (${seconds} s in all)`);
  }
  return measurements;
}

type Step = Pick<Measurement, "mode" | "subject" | "round">;

function steps({ modes, subjects, rounds }: Options): Step[] {
  return modes.flatMap((mode) => {
    const { subjects: known, rounds: most = rounds }: Mode = MODES[mode];
    const numbers = Array.from({ length: Math.min(rounds, most) }, (_, index) => index + 1);
    const own = subjects.filter((subject) => known.includes(subject));
    return numbers.flatMap((round) => own.map((subject) => ({ mode, subject, round })));
  });
}

function brief({ figures }: Outcome): string {
  const { perSecond, statusP50Ms, createP50Ms = 0 } = figures;
  return perSecond === undefined
    ? `p50 of ${(statusP50Ms ?? createP50Ms).toFixed(1)} ms`
    : `${perSecond.toFixed(1)} objects/s`;
}
