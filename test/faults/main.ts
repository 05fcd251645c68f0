import { readOptions, USAGE } from "./arguments.ts";
import { runMutations } from "./mutations/run.ts";
import { runAll } from "./run-all.ts";

const args = process.argv.slice(2);
if (args.includes("--help")) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}
const report = (line: string): void => void process.stdout.write(`${line}\n`);
if (args[0] === "--mutations") process.exit(await runMutations(args[1] ?? "", report));
// Each process of the operator ends with this one.
process.setMaxListeners(0);
// An exit takes them along; the death by a signal alone would not.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(130));
const violations = await runAll(readOptions(args), report);
process.exit(violations === 0 ? 0 : 1);
