import type { JobProgress } from "../job/progress.ts";

/** Why a run has no Job, or no more. `since`, `until`: in milliseconds since the epoch. */
export type Problem =
  | { kind: "InvalidJob"; message: string }
  | { kind: "PolicyViolation"; message: string }
  | { kind: "Queued"; message: string; position: number }
  | { kind: "Frozen"; message: string; until: number }
  | { kind: "CreateForbidden"; message: string }
  | { kind: "CreateFailing"; message: string; since: number }
  | { kind: "NamespaceTerminating"; message: string }
  | { kind: "NameCollision"; message: string }
  | { kind: "StartingDeadlineExceeded"; message: string }
  | { kind: "ReconcileError"; message: string }
  | { kind: "ResultLost"; message: string };

/** The phase that a problem puts the task in: ended for good, or still waiting to start. */
const PHASES = {
  InvalidJob: "Rejected",
  PolicyViolation: "Rejected",
  Queued: "Queued",
  Frozen: "Queued",
  StartingDeadlineExceeded: "Failed",
  ResultLost: "Unknown",
  CreateForbidden: "Pending",
  CreateFailing: "Pending",
  NamespaceTerminating: "Pending",
  NameCollision: "Pending",
  ReconcileError: "Pending",
} as const satisfies Record<Problem["kind"], JobProgress["phase"]>;

export function progressOfProblem({ kind, message }: Problem): JobProgress {
  return { phase: PHASES[kind], reason: kind, message };
}
