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
