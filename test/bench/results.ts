import { readFileSync, writeFileSync } from "node:fs";
import { hasFields } from "../cluster/util/files.ts";
import type { Machine } from "./report/machine.ts";
import type { Measurement } from "./run-all.ts";

/** All of one run, as --json writes it. */
export interface Results {
  readonly command: string;
  /** Day of the run, UTC. */
  readonly date: string;
  readonly machine: Machine;
  readonly measurements: readonly Measurement[];
}

export function writeResults(path: string, results: Results): void {
  writeFileSync(path, `${JSON.stringify(results, null, 2)}\n`);
}

/** @throws where the file has no results */
export function readResults(path: string): Results {
  const value: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (isResults(value)) return value;
  throw new Error(`${path} has no results of npm run bench -- --json: take another file for --from`);
}

function isResults(value: unknown): value is Results {
  return hasFields(value, "command", "date", "machine", "measurements");
}
