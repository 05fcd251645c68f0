/**
 * Start-up of kubectl-batchtask beside `kubectl version --client`, in turns of one run.
 *
 *   npm run bench:cli [-- --rounds 20] [--kubectl PATH]
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildPlugin } from "../../../src/cli/build/plugin.ts";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "20" }, kubectl: { type: "string", default: "kubectl" } },
});
const folder = mkdtempSync(join(tmpdir(), "batchtask-bench-"));
const plugin = join(folder, "kubectl-batchtask");
await buildPlugin({ out: plugin });

const COMMANDS: Record<string, string[]> = {
  "node -e 0": [process.execPath, "-e", "0"],
  "kubectl version --client": [values.kubectl, "version", "--client"],
  "kubectl-batchtask version --client": [process.execPath, plugin, "version", "--client"],
  "kubectl-batchtask lint (one task)": [process.execPath, plugin, "lint", "deploy/examples/hello.yaml"],
  "kubectl-batchtask render (one task)": [
    process.execPath,
    plugin,
    "render",
    "-f",
    "deploy/examples/hello.yaml",
  ],
  "kubectl-batchtask completion bash": [process.execPath, plugin, "completion", "bash"],
};

/** Wall-clock ms of one process from its start to its end. */
function time([command = "", ...args]: string[]): number {
  const started = performance.now();
  const { status, error } = spawnSync(command, args, { stdio: ["ignore", "ignore", "pipe"] });
  const wall = performance.now() - started;
  if (status !== 0) throw error ?? new Error(`${command} ${args.join(" ")} ended with ${status}`);
  return wall;
}

const names = Object.keys(COMMANDS);
const runRound = (): number[] => Object.values(COMMANDS).map(time);
let rounds: number[][];
try {
  runRound(); // Warms the caches of the disk.
  rounds = Array.from({ length: Number(values.rounds) }, runRound);
} finally {
  rmSync(folder, { recursive: true });
}

console.log(`${availableParallelism()} CPUs, load ${loadavg()[0]?.toFixed(1)}, ${values.rounds} rounds; ms`);
console.log("min\tmedian\tmax\tcommand");
for (const [column, name] of names.entries()) {
  const sorted = rounds.map((round) => round[column] ?? 0).toSorted((a, b) => a - b);
  const at = (part: number) => (sorted[Math.floor((sorted.length - 1) * part)] ?? 0).toFixed(0);
  console.log(`${at(0)}\t${at(0.5)}\t${at(1)}\t${name}`);
}
