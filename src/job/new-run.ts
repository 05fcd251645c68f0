import { type BatchTask, isRerunDue } from "../api/batchtask.ts";
import { defined } from "../api/defined.ts";
import { RERUN_ANNOTATION } from "../api/group.ts";
import { type Run, UNSEEN } from "../api/status.ts";
import type { Trigger } from "../api/trigger.ts";
import { jobName } from "./job-name.ts";
import { askedOverrides } from "./overrides.ts";
import { templateHash } from "./template-hash.ts";

/** A task's first run, as it is to be recorded. */
export function firstRun(task: BatchTask): Run {
  return { ...newRun(task, 1, "Created"), ...askedOverrides(task.metadata.annotations) };
}

/**
 * The task as if its first run were on record, where it is not yet: with it, whatever rerun was asked for until then is
 * heeded.
 */
export function withFirstRun(task: BatchTask): BatchTask {
  const { status, metadata } = task;
  if (status?.run) return task;
  const heeded = defined({ lastHandledRerun: metadata.annotations?.[RERUN_ANNOTATION] });
  return { ...task, status: { observedGeneration: UNSEEN, ...status, ...heeded, run: firstRun(task) } };
}

/** The run after this one, of the spec as it is now, and with the overrides of the rerun that it heeds. */
export function nextRun(task: BatchTask, { number }: Run, trigger: Trigger): Run {
  const overrides = isRerunDue(task) ? askedOverrides(task.metadata.annotations) : {};
  return { ...newRun(task, number + 1, trigger), ...overrides };
}

function newRun(task: BatchTask, number: number, trigger: Trigger): Run {
  return { number, jobName: jobName(task.metadata, number), templateHash: templateHash(task.spec), trigger };
}
