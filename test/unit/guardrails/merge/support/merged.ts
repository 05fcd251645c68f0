import type { PolicyRules } from "../../../../../src/api/policy/rules.ts";
import { BASELINE } from "../../../../../src/guardrails/baseline.ts";
import { merge } from "../../../../../src/guardrails/merge/merge.ts";
import type { Policy } from "../../../../../src/guardrails/rule.ts";

export const policy = (name: string, rules: PolicyRules): Policy => ({ name, mode: "Enforce", rules });
export const merged = (...all: Policy[]) => merge(all, BASELINE);
