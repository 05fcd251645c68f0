import type { BatchTask, BatchTaskSpec } from "../api/batchtask.ts";
import type { Job } from "../api/job.ts";
import { type Guardrails, guard } from "../guardrails/guard.ts";

/**
 * What a live Job is held to that keeps its own completions: those of the next run, which an edit or a policy has
 * changed since, must not reach its parallelism, or its pods would be stopped for them. Pure.
 */
export function liveSpec({ spec }: BatchTask, job: Job, guardrails: Guardrails): BatchTaskSpec {
  const { completions: _, ...others } = spec;
  const completions = job.spec?.completions;
  const { merged } = guardrails;
  const numbers = { ...merged.numbers, completions: {} };
  const asked = completions === undefined ? others : { ...others, completions };
  return guard(asked, { ...guardrails, merged: { ...merged, numbers } }).spec;
}
