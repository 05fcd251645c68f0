import { parseArgs } from "node:util";
import type { Amounts } from "./modes/mode.ts";
import { MODES, type ModeName } from "./modes/index.ts";
import { SUBJECTS, type SubjectName } from "./subjects/subject.ts";

export interface Options {
  readonly modes: readonly ModeName[];
  readonly subjects: readonly SubjectName[];
  readonly rounds: number;
  readonly amounts: Amounts;
  /** Where the results go as JSON. */
  readonly json: string | undefined;
  /** Folder for CPU profiles of the operator. */
  readonly profile: string | undefined;
}

export const USAGE = `Usage: npm run bench -- [options]

  --mode a,b      only these of ${Object.keys(MODES).join(", ")}
  --subject a,b   only these of ${SUBJECTS.join(", ")}
  --rounds N      measurements of each (default 3)
  --n N           objects under load (default 1000)
  --json FILE     writes the results there
  --profile DIR   writes CPU profiles of the operator there, and prints where its time went`;

/** @throws a TypeError for an option or value that is not known */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      mode: { type: "string" },
      subject: { type: "string" },
      rounds: { type: "string", default: "3" },
      n: { type: "string", default: "1000" },
      json: { type: "string" },
      profile: { type: "string" },
    },
  });
  const modes = Object.keys(MODES).filter(isMode);
  return {
    modes: chosen("mode", values.mode, modes),
    subjects: chosen("subject", values.subject, SUBJECTS),
    rounds: whole("rounds", values.rounds, 1, 100),
    amounts: {
      load: whole("n", values.n, 1, 100_000),
      idle: 100,
      rest: 10_000,
      memory: 50_000,
      restSeconds: 60,
      limitMs: 1_200_000,
    },
    json: values.json,
    profile: values.profile,
  };
}

function isMode(name: string): name is ModeName {
  return name in MODES;
}

function chosen<Name extends string>(
  option: string,
  value: string | undefined,
  known: readonly Name[],
): readonly Name[] {
  if (value === undefined) return known;
  const wanted = value.split(",");
  const unknown = wanted.find((name) => !known.some((one) => one === name));
  if (unknown !== undefined)
    throw new TypeError(`--${option} has "${unknown}": take some of ${known.join(", ")}`);
  return known.filter((name) => wanted.includes(name));
}

function whole(option: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new TypeError(`--${option} is "${text}": take a whole number from ${min} to ${max}`);
}
