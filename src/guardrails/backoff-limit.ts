import { boundedNumber } from "./bounded-number.ts";
import type { Rule } from "./rule.ts";

/**
 * Bounds retries. With backoffLimitPerIndex the retries are bounded per index, and Kubernetes sets
 * no limit for the whole Job (SetDefaults_Job in pkg/apis/batch/v1): there an absent value stays absent.
 */
export const backoffLimit: Rule = (spec, policy) =>
  spec.backoffLimit === undefined && spec.backoffLimitPerIndex !== undefined
    ? { spec, adjustments: [] }
    : boundedNumber("backoffLimit", spec, policy);
