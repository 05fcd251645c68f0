import type { BatchTask } from "../../api/batchtask.ts";
import { type Ruling, rulingsOf } from "../../guardrails/rulings.ts";

/** What a policy made of one value. */
export type AffectedValue = Omit<Ruling, "isRefused"> & { result: "Refused" | "Adjusted" };

/** A task of which a policy refuses or changed something, in the shape of what `policy test` says. */
export interface AffectedTask {
  namespace: string;
  task: string;
  /** Refused: at least one value is. */
  result: "Refused" | "Adjusted";
  effects: AffectedValue[];
}

/** What a policy did to a task, by the task's own status; undefined: nothing. Counts as the policy's status does. Pure. */
export function affectedBy(policy: string, { metadata, status }: BatchTask): AffectedTask | undefined {
  const rulings = rulingsOf(status).filter((ruling) => ruling.policy === policy);
  if (rulings.length === 0) return undefined;
  return {
    namespace: metadata.namespace,
    task: metadata.name,
    result: rulings.some(({ isRefused }) => isRefused) ? "Refused" : "Adjusted",
    effects: rulings.map(({ isRefused, field, asked, applied, mode, rule, message }) => ({
      result: isRefused ? "Refused" : "Adjusted",
      field,
      asked,
      applied,
      mode,
      rule,
      policy,
      message,
    })),
  };
}
