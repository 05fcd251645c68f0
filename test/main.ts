import { spawn, type StdioOptions } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** In this order, one after another; what stands in one line runs at the same time, each with a cluster of its own. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  unit: ["unit"],
  integration: ["integration"],
  e2e: ["e2e", "e2e-alone", "page"],
};

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Runs the projects of a layer. What is not the first of them is shown once it has ended. */
async function runLayer(projects: readonly string[], folder: string): Promise<Counts> {
  const [first = "", ...others] = projects;
  const beside = others.map(async (project) => {
    const log = join(folder, `${project}.log`);
    const output = await open(log, "w");
    const counts = await runProject(project, folder, ["ignore", output.fd, output.fd]);
    await output.close();
    return { project, counts, log };
  });
  const all = [await runProject(first, folder, "inherit")];
  for (const { project, counts, log } of await Promise.all(beside)) {
    process.stdout.write(`\n— ${project}, which ran beside ${first} —\n${await readFile(log, "utf8")}`);
    all.push(counts);
  }
  return sum(all);
}

const sum = (all: readonly Counts[]): Counts => ({
  passed: all.reduce((total, { passed }) => total + passed, 0),
  failed: all.reduce((total, { failed }) => total + failed, 0),
  skipped: all.reduce((total, { skipped }) => total + skipped, 0),
});

/** Runs one project by vitest, with its own output, and counts from its report. */
async function runProject(project: string, folder: string, stdio: StdioOptions): Promise<Counts> {
  const outputFile = join(folder, `${project}.json`);
  const args = [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--project",
    project,
    "--reporter=default",
    "--reporter=json",
    `--outputFile=${outputFile}`,
  ];
  process.stdout.write(`\n— ${project} —\n`);
  const child = spawn(process.execPath, args, { stdio });
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
const counted: Counts[] = [];
for (const [layer, projects] of Object.entries(LAYERS))
  if (wanted.length === 0 || wanted.includes(layer)) counted.push(await runLayer(projects, folder));
const { passed, failed, skipped } = sum(counted);
await rm(folder, { recursive: true });
process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
