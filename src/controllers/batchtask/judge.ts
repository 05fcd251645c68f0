import type { BatchTaskSpec } from "../../api/batchtask.ts";
import { type GuardedTask, type Guardrails, guard } from "../../guardrails/guard.ts";
import { templateHash } from "../../job/template-hash.ts";

/** What follows from a spec and the guardrails alone. */
export interface Judgement {
  /** The spec within the guardrails. */
  guarded: GuardedTask;
  /** The template hash of the spec. */
  hash: string;
}

/** Guards a spec, once for as long as spec and guardrails are the same objects, and something happens to the task. */
export type Judge = (spec: BatchTaskSpec, guardrails: Guardrails) => Judgement;

/** Judgements that are kept: one takes up to two kilobytes, and a task at rest has no use for its own. */
export const MOST_JUDGEMENTS = 4_096;

export function createJudge(): Judge {
  type Known = Judgement & { guardrails: Guardrails };
  /** Those that were asked for last; and those before them, which go once these are as many. */
  let recent = new Map<BatchTaskSpec, Known>();
  let older = new Map<BatchTaskSpec, Known>();

  function keep(spec: BatchTaskSpec, known: Known): Known {
    if (recent.size >= MOST_JUDGEMENTS / 2) {
      older = recent;
      recent = new Map();
    }
    recent.set(spec, known);
    return known;
  }

  return (spec, guardrails) => {
    const before = recent.get(spec) ?? older.get(spec);
    if (before?.guardrails === guardrails) return recent.has(spec) ? before : keep(spec, before);
    const hash = before?.hash ?? templateHash(spec);
    return keep(spec, { guarded: guard(spec, guardrails), hash, guardrails });
  };
}
