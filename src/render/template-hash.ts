import type { BatchTaskSpec } from "../api/batchtask.ts";
import { MUTABLE_FIELDS } from "../api/job.ts";
import { canonicalJson, shortHash } from "./canonical.ts";

const NOT_IN_TEMPLATE: ReadonlySet<string> = new Set([...MUTABLE_FIELDS, "runs"]);

/**
 * Hash of the part of a spec that a live Job can't change. It is taken from what the author asked
 * for, before any guardrail, so an edited policy or a new release of the operator starts no run.
 */
export function templateHash(spec: BatchTaskSpec): string {
  const isFixed = (field: string) =>
    !NOT_IN_TEMPLATE.has(field) && !(field === "completions" && isElastic(spec));
  const fixed = Object.fromEntries(Object.entries(spec).filter(([field]) => isFixed(field)));
  return shortHash(canonicalJson(fixed), 16);
}

/**
 * An Indexed Job whose completions equal its parallelism can grow and shrink: the API server lets a
 * live Job change both together (elastic Indexed Jobs, Kubernetes 1.31).
 */
export function isElastic({ completionMode, completions, parallelism }: Partial<BatchTaskSpec>): boolean {
  return completionMode === "Indexed" && completions !== undefined && completions === parallelism;
}
