import { defined } from "../api/defined.ts";
import { type Outcome, outcomeSchema } from "../api/history.ts";
import type { BatchTaskStatus, Phase, Run, Violation } from "../api/status.ts";
import { refusals } from "../guardrails/guard.ts";
import type { SchedulePlan } from "../schedule/plan.ts";
import { scheduleStatus } from "../schedule/record.ts";
import type { StatusInputs } from "./inputs.ts";

/** What keeps a schedule from its next run, in a word and a sentence. */
export interface Objection {
  reason: string;
  message: string;
}

/** What a schedule adds to the conditions. */
export interface ScheduleConditions {
  /** The task is at rest between its runs, or one goes on: it is what was asked for. */
  isInForce: boolean;
  objection?: Objection | undefined;
  /** How the latest run has ended. */
  outcome?: Outcome | undefined;
}

/** Why no time of it starts a run: it can't be read, or policies refuse the task. */
export function objectionOf(
  schedule: SchedulePlan | undefined,
  violations: readonly Violation[],
): Objection | undefined {
  const { problem } = schedule ?? {};
  if (problem !== undefined) return { reason: "InvalidSchedule", message: `runs.schedule: ${problem}` };
  const refused = refusals(violations);
  return refused.length > 0 ? { reason: "PolicyViolation", message: refused.join("; ") } : undefined;
}

/** Whether a reason of Ready is that of an objection, and not of a run that had a Job. */
export function isObjection(reason: string): boolean {
  return reason === "InvalidSchedule" || reason === "PolicyViolation";
}

/** What the conditions of a run have to say of its schedule; undefined: there is none. */
export function scheduleConditions(
  { schedule, guarded }: StatusInputs,
  phase: Phase,
): ScheduleConditions | undefined {
  if (!schedule) return undefined;
  const objection = objectionOf(schedule, guarded.violations);
  return { isInForce: isInForce(schedule), objection, outcome: outcomeOf(phase) };
}

/** A time is due, or will be; or it is suspended, and goes on some day. */
function isInForce({ time, next, isSuspended, problem }: SchedulePlan): boolean {
  return isSuspended || problem !== undefined || time !== undefined || next !== undefined;
}

/** The outcome that a terminal phase tells. */
export const outcomeOf = (phase: Phase | undefined): Outcome | undefined =>
  outcomeSchema.options.find((outcome) => outcome === phase);

/**
 * The status of a run with what its schedule adds: between two runs the phase is Scheduled, and how the run has ended is
 * told by run.outcome.
 * @param status as that of any run; its phase is how it has ended
 */
export function withSchedule(
  { schedule, task }: Pick<StatusInputs, "schedule" | "task">,
  status: BatchTaskStatus,
): BatchTaskStatus {
  const { run } = status;
  if (!schedule || !run) return status;
  const { run: before, schedule: old } = task.status ?? {};
  const outcome = run.completionTime === undefined ? undefined : outcomeOf(status.phase);
  const step = { run, before, ended: wasEnded(before, run) ? undefined : outcome };
  return {
    ...status,
    ...(outcome && isInForce(schedule) && { phase: "Scheduled" as const }),
    run: { ...run, ...defined({ outcome }) },
    schedule: scheduleStatus(schedule, old, step),
  };
}

function wasEnded(before: Run | undefined, { number }: Run): boolean {
  return before?.number === number && before.completionTime !== undefined;
}
