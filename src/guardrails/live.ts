import type { BatchTaskSpec } from "../api/batchtask.ts";
import type { Job } from "../api/job.ts";
import { type GuardedTask, type Guardrails, guard } from "./guard.ts";

/**
 * What a live Job is held to that keeps its own completions: those of the next run, which an edit or a policy has
 * changed since, must not reach its parallelism, or its pods would be stopped for them. Pure.
 * @param guarded the spec within the guardrails, as the next run has it
 * @returns undefined where `guarded` has no other completions than the Job
 */
export function guardLive(
  spec: BatchTaskSpec,
  job: Job,
  { guarded, guardrails }: { guarded: GuardedTask; guardrails: Guardrails },
): GuardedTask | undefined {
  const completions = job.spec?.completions;
  if (guarded.spec.completions === undefined || guarded.spec.completions === completions) return undefined;
  const { merged } = guardrails;
  const numbers = { ...merged.numbers, completions: {} };
  const { completions: _, ...others } = spec;
  const asked = completions === undefined ? others : { ...others, completions };
  const { spec: kept, adjustments } = guard(asked, { ...guardrails, merged: { ...merged, numbers } });
  return { ...guarded, spec: kept, adjustments };
}
