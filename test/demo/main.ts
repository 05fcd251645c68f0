import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stopSignal } from "../../src/kube/stop-signal.ts";
import { demo } from "./demo.ts";
import { readOptions, USAGE } from "./options.ts";
import { Screen } from "./screen.ts";

const options = readOptions(process.argv.slice(2), {
  noColor: (process.env["NO_COLOR"] ?? "") !== "",
  isTerminal: process.stdout.isTTY,
});
if (options === "help") {
  process.stdout.write(`${USAGE}\n`);
} else {
  const signal = stopSignal(process, ["SIGINT", "SIGTERM"], () => performance.now());
  const screen = new Screen(process.stdout);
  const folder = await mkdtemp(join(tmpdir(), "batchtask-demo-"));
  try {
    const good = await demo({ options, screen, environment: process.env, folder, signal });
    screen.say(good ? "\nAll examples ended as they must." : "\nNot all examples ended as they must.");
    process.exitCode = good ? 0 : 1;
    // The operator's log is of use where something went wrong, or while the operator goes on.
    if (good && !options.keep) await rm(folder, { recursive: true });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
