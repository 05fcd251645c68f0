import { readOptions, USAGE } from "./arguments.ts";
import { runAll } from "./run-all.ts";

const args = process.argv.slice(2);
if (args.includes("--help")) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}
// Each process of the operator ends with this one.
process.setMaxListeners(0);
const violations = await runAll(readOptions(args), (line) => void process.stdout.write(`${line}\n`));
process.exit(violations === 0 ? 0 : 1);
