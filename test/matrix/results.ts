import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { hasFields } from "../cluster/util/files.ts";
import { type Cell, nameOf } from "./cells.ts";

/** How many tests could not be tried on this kind of cluster, by the reason. */
export type Skipped = Readonly<Record<string, number>>;

/** What one suite came to. */
export interface Counts {
  readonly passed: number;
  /** What failed, by name. */
  readonly failed: readonly string[];
  readonly skipped: Skipped;
}

/** What came of one cell. */
export interface Result extends Cell, Counts {
  /** Day of the run, UTC. */
  readonly date: string;
  /** What was tried. */
  readonly commit: string;
  readonly seconds: number;
  readonly quick: boolean;
}

/** How many tests were skipped for any reason. */
export function skippedOf({ skipped }: Pick<Counts, "skipped">): number {
  return Object.values(skipped).reduce((sum, count) => sum + count, 0);
}

/** What two runs come to together. */
export function sumOf(a: Counts, b: Counts): Counts {
  const skipped = { ...a.skipped };
  for (const [reason, count] of Object.entries(b.skipped)) skipped[reason] = (skipped[reason] ?? 0) + count;
  return { passed: a.passed + b.passed, failed: [...a.failed, ...b.failed], skipped };
}

/** The results with a new one, in the place of what the same cell had before. */
export function withResult(results: readonly Result[], result: Result): Result[] {
  const name = nameOf(result);
  const at = results.findIndex((one) => nameOf(one) === name);
  return at < 0 ? [...results, result] : results.with(at, result);
}

/**
 * What a file of `--json` has; nothing where there is none yet.
 * @throws where it has something else
 */
export function readResults(path: string): Result[] {
  if (!existsSync(path)) return [];
  const value: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (Array.isArray(value) && value.every(isResult)) return value;
  throw new Error(`${path} has no results of npm run test:matrix: name another file by --json`);
}

export function writeResults(path: string, results: readonly Result[]): void {
  writeFileSync(path, `${JSON.stringify(results, null, 2)}\n`);
}

function isResult(value: unknown): value is Result {
  return hasFields(value, "version", "store", "suite", "passed", "failed", "skipped", "date", "commit");
}
