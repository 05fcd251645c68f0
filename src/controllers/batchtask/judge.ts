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

/** Guards a spec, once for as long as spec and guardrails are the same objects: a task at rest costs no judgement. */
export type Judge = (spec: BatchTaskSpec, guardrails: Guardrails) => Judgement;

export function createJudge(): Judge {
  const known = new WeakMap<BatchTaskSpec, Judgement & { guardrails: Guardrails }>();
  return (spec, guardrails) => {
    const before = known.get(spec);
    if (before?.guardrails === guardrails) return before;
    const hash = before?.hash ?? templateHash(spec);
    const made = { guarded: guard(spec, guardrails), hash, guardrails };
    known.set(spec, made);
    return made;
  };
}
