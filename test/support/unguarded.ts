import { guardrailsOf } from "../../src/guardrails/guard.ts";
import type { ReconcileOptions } from "../../src/reconcile/reconcile.ts";

/** What holds where nobody has written a policy: the baseline, and no line to wait in. */
export function noPolicies(): Pick<ReconcileOptions, "guardrails" | "line"> {
  const guardrails = guardrailsOf([]);
  return {
    guardrails: () => guardrails,
    line: { enter: () => undefined, leave: () => false, next: () => [] },
  };
}
