import { guardrailsOf } from "../../src/guardrails/guard.ts";
import type { ReconcileOptions } from "../../src/reconcile/reconcile.ts";

/** What holds where nobody has written a policy: the baseline, and no line to wait in; whoever wants to know may ask. */
export function noPolicies(): Pick<ReconcileOptions, "guardrails" | "line" | "mayAsk"> {
  const guardrails = guardrailsOf([]);
  return {
    mayAsk: () => true,
    guardrails: () => guardrails,
    line: { enter: () => undefined, leave: () => false, next: () => [] },
  };
}
