/** Bounds of a whole number. An absent bound does not bind. */
export interface NumberRule {
  default?: number;
  min?: number;
  max?: number;
}

/** Bounds of a resource.Quantity, in Kubernetes' notation: "500m", "1Gi". */
export interface QuantityRule {
  default?: string;
  min?: string;
  max?: string;
}

/** What guardrails hold a task to. */
export interface Policy {
  /** Shown in every adjustment that this policy decided. */
  name: string;
  rules: {
    backoffLimit?: NumberRule;
    startDeadlineSeconds?: NumberRule;
    activeDeadlineSeconds?: NumberRule;
    ttlSecondsAfterFinished?: NumberRule;
    /** By name of the resource: cpu, memory, nvidia.com/gpu. */
    requests?: Record<string, QuantityRule>;
    limits?: Record<string, QuantityRule>;
  };
}
