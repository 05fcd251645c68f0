import type { BatchTaskSpec } from "../api/batchtask.ts";
import { MUTABLE_FIELDS } from "../api/job.ts";
import { canonicalJson, shortHash } from "./canonical.ts";

const NOT_IN_TEMPLATE: ReadonlySet<string> = new Set([...MUTABLE_FIELDS, "runs"]);

/**
 * Hash of the part of a spec that a live Job can't change. It is taken from what the author asked
 * for, before any guardrail, so an edited policy or a new release of the operator starts no run.
 */
export function templateHash(spec: BatchTaskSpec): string {
  const fixed = Object.fromEntries(Object.entries(spec).filter(([field]) => !NOT_IN_TEMPLATE.has(field)));
  return shortHash(canonicalJson(fixed), 16);
}
