import { parseArgs } from "node:util";
import type { Amounts } from "./modes/mode.ts";
import { MODES, type ModeName } from "./modes/index.ts";
import { SUBJECTS, type SubjectName } from "./subjects/subject.ts";

export interface Options {
  readonly modes: readonly ModeName[];
  readonly subjects: readonly SubjectName[];
  readonly rounds: number;
  readonly amounts: Amounts;
  /** Ends with an error where a figure that does not depend on the machine is out of its bound. */
  readonly gate: boolean;
  /** Where the results go as JSON. */
  readonly json: string | undefined;
  /** Where they come from, instead of being measured. */
  readonly from: string | undefined;
  /** Puts the results into docs/benchmark.md. */
  readonly docs: boolean;
  /** Folder for CPU profiles of the operator. */
  readonly profile: string | undefined;
}

/** What is measured unless options say otherwise; and by --quick, which CI can wait for. */
const WHOLE = { mode: Object.keys(MODES).join(), subject: SUBJECTS.join(), rounds: 3, n: 1_000 };
/** V8 makes its heap smaller once it has not collected for 100 s, Go collects every two minutes at least. */
const REST_SECONDS = 180;
const WHOLE_REST = { idle: 100, objects: 10_000, memory: 50_000, "rest-seconds": REST_SECONDS };
const QUICK = { mode: "suspended,idle,rest", subject: "job,batchtask", rounds: 1, n: 100 };
const QUICK_REST = { idle: 20, objects: 500, memory: 2_000, "rest-seconds": 10 };

/** Longest that one phase of a measurement may take: 100,000 objects. */
const LIMIT_MS = 3_600_000;

export const USAGE = `Usage: npm run bench -- [options]

  --mode a,b        only these of ${Object.keys(MODES).join(", ")}
  --subject a,b     only these of ${SUBJECTS.join(", ")}
  --rounds N        measurements of each (default ${WHOLE.rounds})
  --n N             objects at once (default ${WHOLE.n})
  --idle N          objects one at a time (default ${WHOLE_REST.idle})
  --objects N       live or finished objects at rest (default ${WHOLE_REST.objects})
  --memory N        objects of mode memory (default ${WHOLE_REST.memory})
  --rest-seconds N  how long the rest is looked at (default ${WHOLE_REST["rest-seconds"]})
  --quick           modes ${QUICK.mode} of ${QUICK.subject}, once, with few objects; other options still hold
  --gate            ends with code 1 where a figure that does not depend on the machine is out of its bound
  --json FILE       writes the results there, after each measurement
  --from FILE       measures nothing, and takes the results that --json wrote
  --docs            puts the results into docs/benchmark.md
  --profile DIR     writes CPU profiles of the operator there, and prints where its time went`;

/** @throws a TypeError for an option or value that is not known */
export function readOptions(args: string[]): Options {
  const text = { type: "string" } as const;
  const flag = { type: "boolean", default: false } as const;
  const { values } = parseArgs({
    args,
    options: {
      mode: text,
      subject: text,
      rounds: text,
      n: text,
      idle: text,
      objects: text,
      memory: text,
      "rest-seconds": text,
      quick: flag,
      gate: flag,
      json: text,
      from: text,
      docs: flag,
      profile: text,
    },
  });
  const defaults = values.quick ? { ...QUICK, ...QUICK_REST } : { ...WHOLE, ...WHOLE_REST };
  type Count = "rounds" | "n" | "idle" | "objects" | "memory" | "rest-seconds";
  const count = (name: Count, max: number): number =>
    whole(name, values[name] ?? String(defaults[name]), max);
  return {
    modes: chosen("mode", values.mode ?? defaults.mode, Object.keys(MODES).filter(isMode)),
    subjects: chosen("subject", values.subject ?? defaults.subject, SUBJECTS),
    rounds: count("rounds", 100),
    amounts: {
      load: count("n", 100_000),
      idle: count("idle", 10_000),
      rest: count("objects", 100_000),
      memory: count("memory", 100_000),
      restSeconds: count("rest-seconds", 3_600),
      limitMs: LIMIT_MS,
    },
    gate: values.gate,
    json: values.json,
    from: values.from,
    docs: values.docs,
    profile: values.profile,
  };
}

/** The command that measures the same again: without what only says where results go. */
export function commandOf(args: readonly string[]): string {
  const kept = args.filter((arg, index) => {
    const isFile = FILES.includes(args[index - 1] ?? "");
    return !isFile && arg !== "--docs" && arg !== "--gate" && !FILES.includes(arg.replace(/=.*/, ""));
  });
  return ["npm run bench", ...(kept.length > 0 ? ["--", ...kept] : [])].join(" ");
}

const FILES = ["--json", "--from", "--profile"];

function isMode(name: string): name is ModeName {
  return name in MODES;
}

function chosen<Name extends string>(option: string, value: string, known: readonly Name[]): readonly Name[] {
  const wanted = value.split(",");
  const unknown = wanted.find((name) => !known.some((one) => one === name));
  if (unknown === undefined) return known.filter((name) => wanted.includes(name));
  throw new TypeError(`--${option} has "${unknown}": take some of ${known.join(", ")}`);
}

function whole(option: string, text: string, max: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw new TypeError(`--${option} is "${text}": take a whole number from 1 to ${max}`);
}
