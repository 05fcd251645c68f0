import type { BatchTaskSpec } from "./batchtask.ts";

/**
 * Whether completions are such as the API server lets a live Indexed Job change to: together with parallelism, and
 * equal to it (validateCompletions in Kubernetes' pkg/apis/batch/validation; elastic Indexed Jobs, 1.31).
 */
export function isElastic(spec: Partial<BatchTaskSpec>): boolean {
  return isIndexed(spec) && spec.completions !== undefined && spec.completions === spec.parallelism;
}

/** Whether fewer completions could make the Job invalid: something in it counts its indexes. */
export function countsIndexes({ maxFailedIndexes, successPolicy }: Partial<BatchTaskSpec>): boolean {
  return maxFailedIndexes !== undefined || successPolicy !== undefined;
}

export function isIndexed({ completionMode }: Partial<BatchTaskSpec>): boolean {
  return completionMode === "Indexed";
}
