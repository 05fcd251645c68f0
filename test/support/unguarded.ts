import type { Policy } from "../../src/guardrails/rule.ts";
import type { NamespaceGuardrails } from "../../src/controllers/policy/namespace-guardrails.ts";
import { createFreezes } from "../../src/guardrails/freezes/freezes.ts";
import { guardrailsOf } from "../../src/guardrails/guard.ts";
import type { ReconcileOptions } from "../../src/controllers/batchtask/reconcile.ts";

/** What holds under these policies and the baseline, and no queue to wait in. */
export function underPolicies(
  policies: readonly Policy[],
): Pick<ReconcileOptions, "guardrails" | "slots" | "freezes"> {
  const guardrails = guardrailsOf(policies);
  return {
    guardrails: () => guardrails,
    freezes: createFreezes(),
    slots: {
      acquire: () => undefined,
      release: () => false,
      next: () => [],
      wakeNext: () => undefined,
      renew: () => undefined,
    },
  };
}

/** What holds where nobody has written a policy. */
export const noPolicies = (): ReturnType<typeof underPolicies> => underPolicies([]);

/** The same, for a whole controller. */
export function unguarded(): NamespaceGuardrails {
  const guardrails = guardrailsOf([]);
  return { guardrails: () => guardrails, guardrailsFor: () => guardrails, matching: () => [] };
}
