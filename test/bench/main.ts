/** `npm run bench`: raw Jobs, JobSet and BatchTask side by side. */
import { commandOf, type Options, readOptions, USAGE } from "./arguments.ts";
import { outOfBound } from "./report/gate.ts";
import { machine } from "./report/machine.ts";
import { writePage } from "./report/markdown.ts";
import { textReport } from "./report/text.ts";
import { readResults, type Results, writeResults } from "./results.ts";
import { type Measurement, runAll } from "./run-all.ts";

const PAGE = "docs/benchmark.md";
const args = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function measureAll(options: Options): Promise<Results> {
  const about = {
    command: commandOf(args),
    date: new Date().toISOString().slice(0, 10),
    machine: machine(),
  };
  const measured = (measurements: readonly Measurement[]): void => {
    if (options.json !== undefined) writeResults(options.json, { ...about, measurements });
  };
  return { ...about, measurements: await runAll(options, { report: say, measured }) };
}

/** Resolves with whether the gate, if there is one, lets the results pass. */
async function bench(options: Options): Promise<boolean> {
  const results = options.from === undefined ? await measureAll(options) : readResults(options.from);
  say(`\n${textReport(results.measurements)}`);
  if (options.docs) writePage(PAGE, results);
  const problems = options.gate ? outOfBound(results.measurements) : [];
  for (const problem of problems) say(`OUT OF BOUND ${problem}`);
  return problems.length === 0;
}

// A control plane and an operator for each measurement.
process.setMaxListeners(0);
// An exit takes them along; the death by a signal alone would not.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(130));
if (args.includes("--help")) say(USAGE);
else if (!(await bench(readOptions(args)))) process.exitCode = 1;
