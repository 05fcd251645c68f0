import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasFields, parseJson } from "../cluster/util/files.ts";
import type { Environment } from "../cluster/util/run.ts";
import type { Cell } from "./cells.ts";
import { faultsCounts } from "./faults-counts.ts";
import { type Counts, sumOf } from "./results.ts";
import { commandsOf, type SuiteCommand } from "./suites.ts";

const NOTHING: Counts = { passed: 0, failed: [], skipped: {} };

/** Runs one cell, with the suite's own output, and says what came of it. */
export async function runCell(cell: Cell, quick: boolean, environment: Environment): Promise<Counts> {
  const own = { BATCHTASK_TEST_KUBERNETES: cell.version, BATCHTASK_TEST_STORE: cell.store };
  let sum = NOTHING;
  for (const command of commandsOf(cell.suite, quick)) {
    sum = sumOf(sum, await runCommand(command, { ...environment, ...own }));
  }
  return sum;
}

async function runCommand({ args, counts }: SuiteCommand, environment: Environment): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), "batchtask-matrix-"));
  const report = join(folder, "report.json");
  try {
    const { code, output } = await runWatched(args, { ...environment, BATCHTASK_MATRIX_REPORT: report });
    const found = counts === "faults" ? faultsCounts(output) : parseJson(await textOf(report), isCounts);
    return complete(found ?? NOTHING, code);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A run that broke elsewhere than in a test, or that tried nothing, has failed, too. */
function complete(counts: Counts, code: number): Counts {
  if (counts.failed.length > 0 || (code === 0 && counts.passed > 0)) return counts;
  return { ...counts, failed: [`the run ended with code ${code} and ${counts.passed} passed`] };
}

async function runWatched(
  args: readonly string[],
  environment: Environment,
): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, args, {
    env: { ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    process.stdout.write(text);
  });
  const forward = (signal: NodeJS.Signals): void => void child.kill(signal);
  process.on("SIGINT", forward).on("SIGTERM", forward);
  const code = await once(child, "close").then(([exitCode]) => Number(exitCode ?? 1));
  process.off("SIGINT", forward).off("SIGTERM", forward);
  return { code, output };
}

function textOf(path: string): Promise<string> {
  return readFile(path, "utf8").catch(() => "");
}

function isCounts(value: unknown): value is Counts {
  return hasFields(value, "passed", "failed", "skipped");
}
