import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { hasFields } from "../cluster/util/files.ts";
import { type Cell, nameOf } from "./cells.ts";

/** A test that could not be tried on this kind of cluster, and why. */
export interface Skipped {
  readonly name: string;
  readonly reason: string;
}

/** What one suite came to. */
export interface Counts {
  readonly passed: number;
  /** What failed, by name. */
  readonly failed: readonly string[];
  readonly skipped: readonly Skipped[];
}

/** What came of one cell. */
export interface Result extends Cell, Counts {
  /** Day of the run, UTC. */
  readonly date: string;
  readonly seconds: number;
  readonly quick: boolean;
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
  return hasFields(value, "version", "store", "suite", "passed", "failed", "skipped", "date");
}
