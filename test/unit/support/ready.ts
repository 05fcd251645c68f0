import type { Condition } from "../../../src/api/condition.ts";

/** A condition Ready that is False for this reason. */
export function notReady(reason: string, fields: Partial<Condition> = {}): Condition {
  return {
    type: "Ready",
    status: "False",
    reason,
    message: "",
    lastTransitionTime: "2026-01-01T00:00:00Z",
    observedGeneration: 1,
    ...fields,
  };
}
