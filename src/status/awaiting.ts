import type { BatchTask } from "../api/batchtask.ts";
import { defined } from "../api/defined.ts";
import type { BatchTaskStatus } from "../api/status.ts";
import type { GuardedTask } from "../guardrails/guard.ts";
import type { SchedulePlan } from "../schedule/plan.ts";
import { scheduleStatus } from "../schedule/record.ts";
import { conditionsOf } from "./conditions.ts";
import { inForce } from "./effective.ts";
import { objectionOf } from "./scheduled.ts";
import { truncated } from "./truncate.ts";

/** What the status of a task follows from that has never run. */
export interface AwaitingInputs {
  task: BatchTask;
  guarded: GuardedTask;
  schedule: SchedulePlan | undefined;
  /** RFC 3339, whole seconds. */
  now: string;
}

/** The status of a task that waits for the first time of its schedule. Pure. */
export function awaitingStatus({ task, guarded, schedule, now }: AwaitingInputs): BatchTaskStatus {
  const { generation } = task.metadata;
  const { status: old } = task;
  const story = { phase: "Scheduled" as const, reason: "Scheduled", message: messageOf(schedule) };
  const objection = objectionOf(schedule, guarded.violations);
  return truncated({
    observedGeneration: generation,
    phase: "Scheduled",
    conditions: conditionsOf(story, generation, {
      old: old?.conditions ?? [],
      now,
      started: false,
      next: undefined,
      schedule: { isInForce: true, objection },
    }),
    ...inForce(guarded, undefined),
    ...defined({
      schedule: schedule && scheduleStatus(schedule, old?.schedule, {}),
      history: old?.history,
      lastHandledRerun: old?.lastHandledRerun,
    }),
  });
}

function messageOf(schedule: SchedulePlan | undefined): string {
  if (schedule?.isSuspended) return "Its schedule is suspended; it has not run yet";
  if (schedule && schedule.time === undefined && schedule.next === undefined)
    return "No time of its schedule is left, and it has not run";
  return "Waits for the first time of its schedule";
}
