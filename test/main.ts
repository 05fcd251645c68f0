import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** In this order, one after another: two clusters at once would be too much for two cores. */
const LAYERS = ["unit", "integration", "e2e"];

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Runs one layer by vitest, with its own output, and counts from its report. */
async function runLayer(layer: string, folder: string): Promise<Counts> {
  const outputFile = join(folder, `${layer}.json`);
  const args = [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--project",
    layer,
    "--reporter=default",
    "--reporter=json",
    `--outputFile=${outputFile}`,
  ];
  process.stdout.write(`\n— ${layer} —\n`);
  const child = spawn(process.execPath, args, { stdio: "inherit" });
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  process.on("SIGINT", forward).on("SIGTERM", forward);
  const code = await once(child, "exit").then(([exitCode]) => Number(exitCode ?? 1));
  process.off("SIGINT", forward).off("SIGTERM", forward);
  const counts = await readCounts(outputFile);
  const brokeElsewhere = code !== 0 && counts.failed === 0;
  return brokeElsewhere ? { ...counts, failed: 1 } : counts;
}

async function readCounts(file: string): Promise<Counts> {
  const text = await readFile(file, "utf8").catch(() => "{}");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- vitest's own report, in Jest's shape
  const report = JSON.parse(text) as {
    numPassedTests?: number;
    numFailedTests?: number;
    numPendingTests?: number;
  };
  return {
    passed: report.numPassedTests ?? 0,
    failed: report.numFailedTests ?? 0,
    skipped: report.numPendingTests ?? 0,
  };
}

const wanted = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), "batchtask-test-"));
const total: Counts = { passed: 0, failed: 0, skipped: 0 };
for (const layer of LAYERS.filter((one) => wanted.length === 0 || wanted.includes(one))) {
  const { passed, failed, skipped } = await runLayer(layer, folder);
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}
await rm(folder, { recursive: true });
process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
