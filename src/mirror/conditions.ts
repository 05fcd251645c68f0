import { CONDITION_TYPES, type Condition, type ConditionType } from "../api/condition.ts";
import type { Phase } from "../api/status.ts";
import type { Progress } from "./outcome.ts";

type Truth = Condition["status"];
type Row = Record<ConditionType, Truth>;

const going: Row = {
  Ready: "False",
  Reconciling: "True",
  Stalled: "False",
  Complete: "False",
  Failed: "False",
  Finished: "False",
};
const failed: Row = {
  Ready: "False",
  Reconciling: "False",
  Stalled: "True",
  Complete: "False",
  Failed: "True",
  Finished: "True",
};

/** What each condition says in each phase: the table that kstatus, `kubectl wait` and Argo CD depend on. */
export const TRUTHS: Record<Phase, Row> = {
  Pending: going,
  Queued: going,
  Running: going,
  Finishing: going,
  Suspended: { ...going, Ready: "True", Reconciling: "False" },
  Succeeded: {
    Ready: "True",
    Reconciling: "False",
    Stalled: "False",
    Complete: "True",
    Failed: "False",
    Finished: "True",
  },
  Failed: failed,
  Rejected: failed,
  Unknown: { ...failed, Complete: "Unknown", Failed: "Unknown" },
};

interface Context {
  old: Condition[];
  now: string;
  /** The task counts as ready once a pod runs, and one does. */
  started: boolean;
}

/** The conditions of a task. `lastTransitionTime` stays where the status of a condition stays. */
export function conditionsOf(
  progress: Progress,
  generation: number,
  { old, now, started }: Context,
): Condition[] {
  const row = truthsOf(progress.phase, started);
  return CONDITION_TYPES.map((type) => {
    const status = row[type];
    const before = old.find((c) => c.type === type);
    const { reason, message } = explain(type, status, progress);
    const lastTransitionTime = before?.status === status ? before.lastTransitionTime : now;
    return { type, status, reason, message, lastTransitionTime, observedGeneration: generation };
  });
}

function truthsOf(phase: Phase, started: boolean): Row {
  return started && phase === "Running" ? { ...going, Ready: "True", Reconciling: "False" } : TRUTHS[phase];
}

/** Ready carries the whole story; another condition that does not hold says only that. */
function explain(
  type: ConditionType,
  status: Truth,
  { phase, reason, message }: Progress,
): { reason: string; message: string } {
  if (type === "Ready" || status !== "False") return { reason, message };
  const ended = TRUTHS[phase].Finished === "True";
  if (type === "Complete" && ended) return { reason: "NotComplete", message: "The run did not succeed" };
  if (type === "Failed" && ended) return { reason: "NotFailed", message: "The run did not fail" };
  if (type === "Reconciling" || type === "Stalled") return { reason: "AsExpected", message: "" };
  return { reason: "NotFinished", message: "The run has not ended" };
}
