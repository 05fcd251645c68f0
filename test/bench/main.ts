/** `npm run bench`: raw Jobs, JobSet and BatchTask side by side. */
import { writeFileSync } from "node:fs";
import { type Options, readOptions, USAGE } from "./arguments.ts";
import { outOfBound } from "./report/gate.ts";
import { machine } from "./report/machine.ts";
import { writePage } from "./report/markdown.ts";
import { textReport } from "./report/text.ts";
import type { Results } from "./results.ts";
import { type Measurement, runAll } from "./run-all.ts";

const PAGE = "docs/benchmark.md";
const args = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Resolves with whether the gate, if there is one, lets the results pass. */
async function bench(options: Options): Promise<boolean> {
  const date = new Date().toISOString().slice(0, 10);
  const shape = machine();
  const command = ["npm run bench --", ...args.filter((arg) => arg !== "--docs")].join(" ");
  const resultsOf = (measurements: readonly Measurement[]): Results => ({
    command,
    date,
    machine: shape,
    measurements,
  });
  const measured = (measurements: readonly Measurement[]): void => {
    if (options.json !== undefined)
      writeFileSync(options.json, `${JSON.stringify(resultsOf(measurements), null, 2)}\n`);
  };
  const measurements = await runAll(options, { report: say, measured });
  say(`\n${textReport(measurements)}`);
  if (options.docs) writePage(PAGE, resultsOf(measurements));
  const problems = options.gate ? outOfBound(measurements) : [];
  for (const problem of problems) say(`OUT OF BOUND ${problem}`);
  return problems.length === 0;
}

// A control plane and an operator for each measurement.
process.setMaxListeners(0);
if (args.includes("--help")) say(USAGE);
else if (!(await bench(readOptions(args)))) process.exitCode = 1;
