import { CONDITION_TYPES, type Condition, type ConditionType } from "../api/condition.ts";
import type { Phase } from "../api/status.ts";
import type { Trigger } from "../api/trigger.ts";
import type { JobProgress } from "../job/progress.ts";

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
  Starting: going,
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

/** Their reason is enough: the story is Ready's. */
const IN_A_WORD: ReadonlySet<ConditionType> = new Set(["Complete", "Finished"]);

/** These tell how the run ended, the others why. */
const HOW_IT_ENDED: ReadonlySet<ConditionType> = new Set(["Reconciling", "Complete", "Failed", "Finished"]);

interface Context {
  old: Condition[];
  now: string;
  /** The task counts as ready once a pod runs, and one does. */
  started: boolean;
  /** Another run starts once this one has ended. */
  next: Trigger | undefined;
}

/**
 * The conditions of a task: Ready, and each other one that does not say False. Absent is False to kstatus, to `kubectl
 * wait` and on a Job. `lastTransitionTime` stays where the status of a condition stays.
 */
export function conditionsOf(progress: JobProgress, generation: number, context: Context): Condition[] {
  const { old, now } = context;
  const row = truthsOf(progress.phase, context);
  const { reason: how, cause = how, message: story } = progress;
  return CONDITION_TYPES.filter((type) => type === "Ready" || row[type] !== "False").map((type) => {
    const status = row[type];
    const before = old.find((c) => c.type === type);
    const message = IN_A_WORD.has(type) ? "" : story;
    const reason = HOW_IT_ENDED.has(type) ? how : cause;
    const lastTransitionTime = before?.status === status ? before.lastTransitionTime : now;
    return { type, status, reason, message, lastTransitionTime, observedGeneration: generation };
  });
}

/**
 * A task whose next run is due has not finished, though its last run has: whoever waits for an edit must
 * not be told of the result of what was there before.
 */
function truthsOf(phase: Phase, { started, next }: Context): Row {
  if (started && phase === "Running") return { ...going, Ready: "True", Reconciling: "False" };
  return next !== undefined && TRUTHS[phase].Finished === "True" ? going : TRUTHS[phase];
}
