import { readyOf } from "../api/condition.ts";
import type { BatchTask } from "../api/batchtask.ts";
import { defined } from "../api/defined.ts";
import { RERUN_ANNOTATION } from "../api/group.ts";
import type { HistoryEntry } from "../api/history.ts";
import { DEFAULT_HISTORY_LIMIT } from "../api/runs.ts";
import type { BatchTaskStatus, Run } from "../api/status.ts";
import { overridesText } from "../job/overrides.ts";
import { humanDuration } from "./duration.ts";
import type { StatusInputs } from "./inputs.ts";
import { outcomeOf } from "./scheduled.ts";

/** Adds what a status keeps from run to run: those before this one, the last of them first, and the rerun heeded last. */
export function withHistory(inputs: StatusInputs, status: BatchTaskStatus): BatchTaskStatus {
  const history = historyOf(inputs);
  const lastHandledRerun = heededRerun(inputs);
  const run = status.run && {
    ...status.run,
    ...defined({ lastCompletionTime: lastEnd(inputs, status.run) }),
  };
  return {
    ...status,
    ...defined({ run }),
    ...(history.length > 0 && { history }),
    ...defined({ lastHandledRerun }),
  };
}

/** When the run before the one that goes on ended. */
function lastEnd({ task, now }: StatusInputs, { number, completionTime }: Run): string | undefined {
  const before = task.status?.run;
  if (!before || completionTime !== undefined) return undefined;
  return before.number === number ? before.lastCompletionTime : (before.completionTime ?? now);
}

function historyOf({ task, run, now }: StatusInputs): HistoryEntry[] {
  const { status: before } = task;
  const old = before?.history?.filter(({ number }) => number !== run.number) ?? [];
  if (!before?.run || before.run.number === run.number) return old.slice(0, limitOf(task));
  const last =
    before.run.completionTime === undefined
      ? replaced(before, before.run, now)
      : ended(before, before.run, before.run.completionTime);
  return [last, ...old.filter(({ number }) => number !== last.number)].slice(0, limitOf(task));
}

/**
 * A limit that was lowered counts at once; what was left out before is not to be had again. Up to 0.1.0 the latest
 * run had an entry, too.
 */
export function withinLimit(task: BatchTask, { history = [], ...status }: BatchTaskStatus): BatchTaskStatus {
  const kept = history.filter(({ number }) => number !== status.run?.number).slice(0, limitOf(task));
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

/** Entry for a run that had ended. */
function ended(
  { phase, duration, succeeded, failed, conditions }: BatchTaskStatus,
  run: Run,
  completionTime: string,
): HistoryEntry {
  const outcome = run.outcome ?? outcomeOf(phase) ?? "Unknown";
  const reason = readyOf({ conditions })?.reason ?? outcome;
  return defined({ ...whatRan(run), outcome, reason, completionTime, duration, succeeded, failed });
}

/** Entry for a run that was stopped for the next one; its reason is why it had come to nothing, where that is known. */
function replaced({ succeeded, failed, failure }: BatchTaskStatus, run: Run, now: string): HistoryEntry {
  const how = { outcome: "Replaced" as const, reason: failure?.reason ?? "Replaced", completionTime: now };
  const duration = run.startTime && humanDuration(run.startTime, now);
  return defined({ ...whatRan(run), ...how, duration, succeeded, failed });
}

function whatRan({ number, jobName, trigger, scheduleTime, startTime, overrides }: Run) {
  const how = overrides && overridesText(overrides);
  return { number, jobName, trigger, scheduleTime, startTime, overrides: how };
}
