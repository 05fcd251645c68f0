import type { BatchTask } from "../api/batchtask.ts";
import type { Job } from "../api/job.ts";
import type { Run } from "../api/status.ts";
import type { Trigger } from "../api/trigger.ts";
import type { GuardedTask } from "../guardrails/guard.ts";
import type { Evidence } from "./failure/evidence.ts";
import type { SchedulePlan } from "../schedule/plan.ts";
import type { Problem } from "./problem.ts";

/** Everything that a status follows from. */
export interface StatusInputs {
  task: BatchTask;
  guarded: GuardedTask;
  /** The run's Job has completions of its own, other than the spec's: `guarded` is what holds for it. */
  keepsCompletions?: boolean | undefined;
  run: Run;
  job?: Job | undefined;
  problem?: Problem | undefined;
  /** Pods and events, where something is wrong. */
  evidence?: Evidence | undefined;
  /** Pods of the run are not ready, though one has begun. */
  isUnwell?: boolean | undefined;
  /** They have become ready a moment ago: what starts again and again is told on. */
  isRecovering?: boolean | undefined;
  /** Until when a scheduling gate was seen to hold its pods: milliseconds since the epoch. */
  heldUntil?: number | undefined;
  /** Why another run starts once this one has ended. */
  next?: Trigger | undefined;
  /** Of a task on a schedule: what it asks for now. */
  schedule?: SchedulePlan | undefined;
  /** RFC 3339, whole seconds. */
  now: string;
}
