import { parseArgs } from "node:util";

export interface Options {
  /** Classes to try; all where empty. */
  readonly classes: readonly string[];
  /** One plan only. */
  readonly plan: string | undefined;
  /** Of a sweep that is tried in pieces: which one, of how many. */
  readonly part: { readonly number: number; readonly of: number };
  /** Perturbations of each swept plan; all where undefined. */
  readonly sample: number | undefined;
  readonly seed: number;
  /** Runs at a time. */
  readonly jobs: number;
  /** Tasks of the memory class. */
  readonly tasks: number;
  readonly verbose: boolean;
}

export const USAGE = `Usage: npm run faults -- [options]

  --class a,b     only these classes
  --plan FILE     only this plan, whole
  --sample N      so many perturbations of each sweep (default 40)
  --exhaustive    every perturbation of each sweep
  --part K/N      of these the K-th of N parts, each with every N-th perturbation
  --seed N        chooses the sample (default: from the clock; printed)
  --jobs N        runs at a time (default 4)
  --tasks N       tasks of the class memory (default 10000)
  --verbose       a line for each run
  --mutations [words]
                  takes one defence after another out of a copy of the operator, or only those
                  whose description has the words, and prints which plans notice`;

/** @throws a TypeError for an unknown option */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      class: { type: "string", default: "" },
      plan: { type: "string" },
      sample: { type: "string", default: "40" },
      exhaustive: { type: "boolean", default: false },
      part: { type: "string", default: "1/1" },
      seed: { type: "string" },
      jobs: { type: "string", default: "4" },
      tasks: { type: "string", default: "10000" },
      verbose: { type: "boolean", default: false },
    },
  });
  const whole = values.exhaustive || values.plan !== undefined;
  return {
    classes: values.class.split(",").filter((name) => name !== ""),
    plan: values.plan,
    sample: whole ? undefined : Number(values.sample),
    part: partOf(values.part),
    seed: Number(values.seed ?? Date.now() % 1_000_000),
    jobs: Number(values.jobs),
    tasks: Number(values.tasks),
    verbose: values.verbose,
  };
}

function partOf(text: string): Options["part"] {
  const [number = 0, of = 0] = /^\d+\/\d+$/.test(text) ? text.split("/").map(Number) : [];
  if (number < 1 || number > of)
    throw new TypeError(`--part ${text}: give K/N with K from 1 to N, as in 2/6`);
  return { number, of };
}
