import type { Adjustment } from "../api/status.ts";
import type { BatchTaskSpec } from "../api/batchtask.ts";
import type { Policy } from "./policy.ts";

/** A spec within the guardrails, and what they changed to bring it there. */
export interface Guarded {
  spec: BatchTaskSpec;
  adjustments: Adjustment[];
}

/**
 * One guardrail: a pure function that returns a spec within its bounds and one adjustment for each
 * value that it changed. It never changes its argument, and returns an equal spec and no
 * adjustment when applied to its own result.
 */
export type Rule = (spec: BatchTaskSpec, policy: Policy) => Guarded;
