import { readyOf } from "../api/condition.ts";
import type { BatchTask } from "../api/batchtask.ts";
import { defined } from "../api/defined.ts";
import { RERUN_ANNOTATION } from "../api/group.ts";
import type { HistoryEntry } from "../api/history.ts";
import { DEFAULT_HISTORY_LIMIT } from "../api/runs.ts";
import type { BatchTaskStatus } from "../api/status.ts";
import { humanDuration } from "./duration.ts";
import type { StatusInputs } from "./inputs.ts";

const OUTCOMES = ["Succeeded", "Failed", "Rejected", "Unknown"] as const;

/** Adds what a status keeps from run to run: those that have ended, the latest first, and the rerun heeded last. */
export function withHistory(inputs: StatusInputs, status: BatchTaskStatus): BatchTaskStatus {
  const history = historyOf(inputs, status);
  const lastHandledRerun = heededRerun(inputs);
  return { ...status, ...(history.length > 0 && { history }), ...defined({ lastHandledRerun }) };
}

function historyOf({ task, run, now }: StatusInputs, status: BatchTaskStatus): HistoryEntry[] {
  const old = task.status?.history?.filter(({ number }) => number !== run.number) ?? [];
  return [...ended(status), ...replaced(task.status, run.number, now), ...old].slice(0, limitOf(task));
}

/** A limit that was lowered counts at once; what was left out before is not to be had again. */
export function withinLimit(task: BatchTask, { history = [], ...status }: BatchTaskStatus): BatchTaskStatus {
  const kept = history.slice(0, limitOf(task));
  return { ...status, ...(kept.length > 0 && { history: kept }) };
}

function limitOf({ spec }: BatchTask): number {
  return spec.runs?.historyLimit ?? DEFAULT_HISTORY_LIMIT;
}

/** A new run heeds whatever rerun was asked for until then. */
function heededRerun({ task, run }: StatusInputs): string | undefined {
  const { status, metadata } = task;
  const asked = status?.run?.number === run.number ? undefined : metadata.annotations?.[RERUN_ANNOTATION];
  return asked ?? status?.lastHandledRerun;
}

/** Entry for a run that has just ended. */
function ended({ run, phase, duration, succeeded, failed, conditions }: BatchTaskStatus): HistoryEntry[] {
  if (!run?.completionTime) return [];
  const outcome = OUTCOMES.find((name) => name === phase) ?? "Unknown";
  const reason = readyOf({ conditions })?.reason ?? outcome;
  const { number, jobName, trigger, startTime, completionTime } = run;
  return [
    defined({
      number,
      jobName,
      trigger,
      outcome,
      reason,
      startTime,
      completionTime,
      duration,
      succeeded,
      failed,
    }),
  ];
}

/** Entry for a run that was stopped for the next one; its reason is why it had come to nothing, where that is known. */
function replaced(old: BatchTaskStatus | undefined, newNumber: number, now: string): HistoryEntry[] {
  if (!old?.run || old.run.completionTime || old.run.number === newNumber) return [];
  const { succeeded, failed, failure } = old;
  const { number, jobName, trigger, startTime } = old.run;
  const how = { outcome: "Replaced" as const, reason: failure?.reason ?? "Replaced", completionTime: now };
  const duration = startTime && humanDuration(startTime, now);
  return [defined({ number, jobName, trigger, ...how, startTime, duration, succeeded, failed })];
}
