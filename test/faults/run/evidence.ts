import type { BatchTask } from "../../../src/api/batchtask.ts";
import type { Job } from "../../../src/api/job.ts";
import type { Call } from "../proxy/call.ts";
import type { Fault } from "../plan/schema.ts";
import type { Ending } from "./operator.ts";
import type { Sight } from "./witness.ts";

/** All that is known of one run: what the oracles judge. */
export interface Evidence {
  /** Every request of the operator, in the order of arrival. */
  readonly calls: readonly Call[];
  /** What really happened, in the API server's order. */
  readonly taskSights: readonly Sight[];
  readonly jobSights: readonly Sight[];
  /** Of both, before another history replaced this one; requests of that time are among the calls. */
  readonly pastSights: readonly Sight[];
  /** What was there at the end. */
  readonly tasks: readonly BatchTask[];
  readonly jobs: readonly Job[];
  readonly endings: readonly Ending[];
  /** The operator's standard error, of all its processes. */
  readonly errors: string;
  /** The end of the operator's log. */
  readonly log: string;
  /** The step that was never completed. */
  readonly stalledAt: string | undefined;
  /** From here on nothing should be written (`performance.now()`). */
  readonly quietSince: number;
  /** The operator's writes came to an end by themselves. */
  readonly settled: boolean;
  /** What was to happen to this run. */
  readonly faults: readonly Fault[];
  /** Faults that should have struck and have not. */
  readonly idle: readonly Fault[];
  /** From the last fault to the next state that the workload waits for. */
  readonly recoveryMs: number | undefined;
  /** From the end of the leader until another one had the lease. */
  readonly takeoverMs: number | undefined;
}

/** What an oracle found wrong; none is wanted. */
export interface Violation {
  readonly oracle: string;
  readonly what: string;
}

/** How much of the end is compared with the unperturbed run. */
export type Comparison = "all" | "live" | "none";
