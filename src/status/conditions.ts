import { CONDITION_TYPES, type Condition, type ConditionType } from "../api/condition.ts";
import type { Phase } from "../api/status.ts";
import type { Trigger } from "../api/trigger.ts";
import type { JobProgress } from "../job/progress.ts";
import type { ScheduleConditions } from "./scheduled.ts";

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
  Scheduled: { ...going, Ready: "True", Reconciling: "False" },
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
  /** Of a task on a schedule. */
  schedule?: ScheduleConditions | undefined;
}

/**
 * The conditions of a task: Ready, and each other one that does not say False. Absent is False to kstatus, to `kubectl
 * wait` and on a Job. `lastTransitionTime` stays where the status of a condition stays.
 */
export function conditionsOf(progress: JobProgress, generation: number, context: Context): Condition[] {
  const { old, now } = context;
  const row = truthsOf(progress.phase, context);
  const { reason: how, cause: why = how, message } = progress;
  const { reason: cause, message: story } = context.schedule?.objection ?? { reason: why, message };
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
function truthsOf(phase: Phase, { started, next, schedule }: Context): Row {
  if (schedule?.isInForce) return onSchedule(phase, next, schedule);
  if (started && phase === "Running") return { ...going, Ready: "True", Reconciling: "False" };
  return next !== undefined && TRUTHS[phase].Finished === "True" ? going : TRUTHS[phase];
}

/**
 * A task on a schedule is what was asked for as long as the schedule is in force, as a CronJob is, whatever becomes of its
 * runs: how the latest one has ended is told by Complete, Failed and Finished, and by Ready's reason.
 */
function onSchedule(phase: Phase, next: Trigger | undefined, { objection }: ScheduleConditions): Row {
  const { Complete, Failed, Finished } = next === undefined ? TRUTHS[phase] : going;
  const isAsAsked = objection === undefined;
  return {
    Ready: isAsAsked ? "True" : "False",
    Reconciling: "False",
    Stalled: isAsAsked ? "False" : "True",
    Complete,
    Failed,
    Finished,
  };
}
