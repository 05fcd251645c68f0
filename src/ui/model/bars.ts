import type { BatchTask } from "../../api/batchtask.ts";
import { endReasonOf, readyOf } from "../../api/condition.ts";
import { defined } from "../../api/defined.ts";
import type { HistoryEntry } from "../../api/history.ts";
import { type BatchTaskStatus, isTerminalPhase, type Run } from "../../api/status.ts";
import type { Bar } from "./wire.ts";

/** The latest run as a bar; undefined: there was none. It waits until its first pod runs. Pure. */
export function runBar({ metadata, status }: BatchTask): Bar | undefined {
  const { run } = status ?? {};
  if (!run) return undefined;
  const { number, scheduleTime, requestTime, startTime, podStartTime, completionTime } = run;
  const isOver = completionTime !== undefined;
  return {
    number,
    ...defined({
      ...(isOver ? endOf(status, run) : { reason: readyOf(status)?.reason, halted: haltOf(status) }),
      scheduled: scheduleTime,
      created: requestTime ?? (number === 1 ? metadata.creationTimestamp : undefined),
      jobStarted: startTime,
      // Of a run that has ended without a pod that was seen to run, what is known is when its Job began.
      started: podStartTime ?? (isOver ? startTime : undefined),
      ended: completionTime,
    }),
  };
}

/** Phases in which a run that has begun has no pods. */
const HALTS: ReadonlySet<string> = new Set(["Suspended", "Queued"]);

const haltOf = ({ phase }: Partial<BatchTaskStatus> = {}): string | undefined =>
  phase && HALTS.has(phase) ? phase : undefined;

function endOf(status: BatchTaskStatus | undefined, { outcome }: Run): Pick<Bar, "outcome" | "reason"> {
  const phase = isTerminalPhase(status?.phase) ? status?.phase : undefined;
  return defined({
    outcome: outcome ?? phase,
    // The cause, as that of earlier runs is.
    reason: status?.failure?.reason ?? endReasonOf(status) ?? readyOf(status)?.reason,
  });
}

/** The runs before the latest one, the last of them first. Pure. */
export function historyBars({ status }: BatchTask): Bar[] {
  return (status?.history ?? []).filter(({ number }) => number !== status?.run?.number).map(earlierBar);
}

function earlierBar({ number, outcome, reason, scheduleTime, startTime, completionTime }: HistoryEntry): Bar {
  return {
    number,
    outcome,
    reason,
    ...defined({ scheduled: scheduleTime, jobStarted: startTime, started: startTime }),
    ended: completionTime,
  };
}
