import type { BatchTaskSpec } from "../../api/batchtask.ts";
import { defined } from "../../api/defined.ts";
import { KUBERNETES_DEFAULT } from "../rules/backoff-limit.ts";

/**
 * A Job's spec as admission sees it, with what the API server fills in before: of what a policy bounds
 * (SetDefaults_Job). A limit of retries that stands for none beside one for each index is left out. In a CronJob it fills
 * in none of them.
 */
export function withJobDefaults(spec: BatchTaskSpec): BatchTaskSpec {
  const { parallelism, completions, backoffLimit, backoffLimitPerIndex, ...rest } = spec;
  const isSingle = parallelism === undefined && completions === undefined;
  return {
    ...rest,
    ...defined({
      parallelism: parallelism ?? 1,
      completions: isSingle ? 1 : completions,
      backoffLimit: backoffLimit ?? (backoffLimitPerIndex === undefined ? KUBERNETES_DEFAULT : undefined),
      backoffLimitPerIndex,
    }),
  };
}
