/** `npm run bench`: raw Jobs, JobSet and BatchTask side by side. */
import { writeFileSync } from "node:fs";
import { type Options, readOptions, USAGE } from "./arguments.ts";
import { textReport } from "./report/text.ts";
import { runAll } from "./run-all.ts";

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function bench(options: Options): Promise<void> {
  const results = await runAll(options, say);
  say(`\n${textReport(results)}`);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
}

// A control plane and an operator for each measurement.
process.setMaxListeners(0);
if (process.argv.includes("--help")) say(USAGE);
else await bench(readOptions(process.argv.slice(2)));
