import type { BatchTaskSpec } from "../api/batchtask.ts";
import { activeDeadlineSeconds } from "./active-deadline-seconds.ts";
import { backoffLimit } from "./backoff-limit.ts";
import { containerResources } from "./container-resources.ts";
import { parallelism } from "./parallelism.ts";
import type { Policy } from "./policy.ts";
import type { Guarded, Rule } from "./rule.ts";
import { startDeadlineSeconds } from "./start-deadline-seconds.ts";
import { ttlSecondsAfterFinished } from "./ttl-seconds-after-finished.ts";

/** The guardrails, in order. */
export const CHAIN: readonly Rule[] = [
  parallelism, // Not more pods at once than there are completions.
  backoffLimit, // No retries without end.
  startDeadlineSeconds, // No waiting for ever for a first pod.
  activeDeadlineSeconds, // No run without end.
  ttlSecondsAfterFinished, // No finished Jobs piling up.
  containerResources, // No container without requests and limits.
];

/** Brings a spec within a policy. Pure: the same spec and policy give the same result. */
export function guard(spec: BatchTaskSpec, policy: Policy): Guarded {
  return CHAIN.reduce<Guarded>(
    (guarded, rule) => {
      const next = rule(guarded.spec, policy);
      return { spec: next.spec, adjustments: [...guarded.adjustments, ...next.adjustments] };
    },
    { spec, adjustments: [] },
  );
}
