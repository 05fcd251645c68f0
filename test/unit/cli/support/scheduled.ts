import type { BatchTask } from "../../../../src/api/batchtask.ts";
import type { Schedule } from "../../../../src/api/schedule.ts";
import type { BatchTaskStatus, Run } from "../../../../src/api/status.ts";
import { run, spec } from "../../support/task.ts";

export interface Asked {
  schedule?: Partial<Schedule>;
  suspend?: boolean;
  annotations?: Record<string, string>;
  /** Of the condition Ready. */
  reason?: string;
  message?: string;
  status?: Partial<BatchTaskStatus>;
}

/** A task on a schedule, of the namespace team; without `status` nobody has seen it yet. */
export function scheduled(name: string, asked: Asked = {}): BatchTask {
  const { suspend, annotations } = asked;
  const { cron = "0 2 * * *", timeZone = "Europe/Berlin", ...others } = asked.schedule ?? {};
  const schedule = { cron, timeZone, concurrencyPolicy: "Queue" as const, ...others };
  return {
    apiVersion: "batchtask.dev/v1alpha1",
    kind: "BatchTask",
    metadata: {
      name,
      namespace: "team",
      uid: `${name}-uid`,
      resourceVersion: "7",
      generation: 2,
      creationTimestamp: "2026-11-20T12:00:00Z",
      ...(annotations && { annotations }),
    },
    spec: spec({ runs: { schedule }, ...(suspend !== undefined && { suspend }) }),
    ...(asked.status && { status: statusOf(asked) }),
  };
}

function statusOf({ status, reason = "Succeeded", message = "1 of 1 succeeded" }: Asked): BatchTaskStatus {
  const conditions = [
    {
      type: "Ready",
      status: "True" as const,
      reason,
      message,
      lastTransitionTime: "2026-11-24T01:00:09Z",
      observedGeneration: 2,
    },
  ];
  return { observedGeneration: 2, phase: "Scheduled", conditions, ...status };
}

/** A run that a time of the schedule started, and that has ended. */
export function endedRun(fields: Partial<Run> = {}): Run {
  return run({
    number: 5,
    jobName: "nightly-5-abcdef12",
    trigger: "Scheduled",
    scheduleTime: "2026-11-24T01:00:00Z",
    startTime: "2026-11-24T01:00:01Z",
    completionTime: "2026-11-24T01:00:09Z",
    outcome: "Succeeded",
    ...fields,
  });
}

/** What a status tells of the schedule of `scheduled`, at rest before its next time. */
export const told: NonNullable<BatchTaskStatus["schedule"]> = {
  expression: "0 2 * * * Europe/Berlin",
  handledTime: "2026-11-24T01:00:00Z",
  nextStartTime: "2026-11-25T01:00:00Z",
  lastScheduleTime: "2026-11-24T01:00:00Z",
  lastSuccessfulTime: "2026-11-24T01:00:09Z",
};
