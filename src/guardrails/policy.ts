import type { BatchTaskPolicy } from "../api/policy/policy.ts";
import type { PolicyRules } from "../api/policy/rules.ts";

/** What guardrails need of a policy. */
export interface Policy {
  /** Shown in all that this policy decides. */
  name: string;
  mode: "Enforce" | "Warn";
  rules: PolicyRules;
}

export function policyOf({ metadata, spec }: Pick<BatchTaskPolicy, "metadata" | "spec">): Policy {
  return { name: metadata.name, mode: spec.mode ?? "Enforce", rules: spec.rules };
}
