import { type BatchTask, isRerunDue } from "../api/batchtask.ts";
import { defined } from "../api/defined.ts";
import { RERUN_ANNOTATION } from "../api/group.ts";
import { type Run, UNSEEN } from "../api/status.ts";
import type { Trigger } from "../api/trigger.ts";
import { jobName } from "./job-name.ts";
import { askedOverrides } from "./overrides.ts";
import { templateHash } from "./template-hash.ts";

/** A task's first run that no time of a schedule starts, as it is to be recorded. */
export function firstRun(task: BatchTask): Run {
  const isRerun = task.spec.runs?.schedule !== undefined && isRerunDue(task);
  return { ...newRun(task, 1, isRerun ? "Rerun" : "Created"), ...askedOverrides(task.metadata.annotations) };
}

/** The task has not run yet, and waits for a time of its schedule. */
export function awaitsFirstTime(task: BatchTask): boolean {
  const { schedule } = task.spec.runs ?? {};
  return task.status?.run === undefined && schedule !== undefined && !schedule.runAtOnce && !isRerunDue(task);
}

/**
 * The task as if its first run were on record, where it is not yet: with it, whatever rerun was asked for until then is
 * heeded. One that waits for the first time of its schedule has none.
 */
export function withFirstRun(task: BatchTask): BatchTask {
  const { status, metadata } = task;
  if (status?.run || awaitsFirstTime(task)) return task;
  const heeded = defined({ lastHandledRerun: metadata.annotations?.[RERUN_ANNOTATION] });
  return { ...task, status: { observedGeneration: UNSEEN, ...status, ...heeded, run: firstRun(task) } };
}

/**
 * The run after this one, of the spec as it is now, and with the overrides of the rerun that it heeds. A rerun is for the
 * time of the schedule that the run before was for.
 * @param scheduleTime of a run that a schedule starts, RFC 3339
 */
export function nextRun(task: BatchTask, run: Run | undefined, trigger: Trigger, scheduleTime?: string): Run {
  const overrides = isRerunDue(task) ? askedOverrides(task.metadata.annotations) : {};
  const isOnSchedule = task.spec.runs?.schedule !== undefined;
  const time = trigger === "Scheduled" || !isOnSchedule ? scheduleTime : run?.scheduleTime;
  return {
    ...newRun(task, (run?.number ?? 0) + 1, trigger),
    ...defined({ scheduleTime: time }),
    ...overrides,
  };
}

function newRun(task: BatchTask, number: number, trigger: Trigger): Run {
  return { number, jobName: jobName(task.metadata, number), templateHash: templateHash(task.spec), trigger };
}
