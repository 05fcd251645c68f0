import { endReasonOf, readyOf } from "../../api/condition.ts";
import type { StatusStep } from "../../controllers/batchtask/status-writer/status-writer.ts";
import type { ObjectMeta } from "../../api/job.ts";
import { type BatchTaskStatus, isRunFinished, isTerminalPhase, phaseOfRun } from "../../api/status.ts";
import { finishTime } from "../../job/conditions.ts";
import { LATENCY_SECONDS } from "./buckets.ts";
import type { Meter } from "./meter.ts";
import { dropGone, type Namespaces } from "./namespaces.ts";
import { reasonLabel, reasonValues } from "./reason.ts";
import { isNextRun, queuedSince } from "./status.ts";

/** The ways a run ends that are exported from the start as 0, so that the first one of them is an increase. */
const USUAL_ENDS = [
  ["Succeeded", "Succeeded"],
  ["Failed", "BackoffLimitExceeded"],
  ["Failed", "DeadlineExceeded"],
  ["Failed", "StartDeadlineExceeded"],
  ["Rejected", "PolicyViolation"],
  ["Rejected", "InvalidJob"],
  ["Unknown", "ResultLost"],
  ["Replaced", "Replaced"],
] as const;

/** Counts and times runs, by the statuses that were written of them. */
export function runMetrics(meter: Meter, namespaces: Namespaces): (step: StatusStep) => void {
  const finished = meter.counter({
    name: "batchtask_runs_finished_total",
    help: "Runs that ended, counted once their end is recorded in the task. Replaced: stopped for an edit, or for the next time of its schedule.",
    labels: {
      outcome: "`Succeeded`, `Failed`, `Rejected`, `Unknown`, `Replaced`",
      reason: reasonValues,
      ...namespaces.declared,
    },
  });
  const common = { labels: {}, buckets: LATENCY_SECONDS };
  const creation = meter.histogram({
    name: "batchtask_job_creation_latency_seconds",
    help: "Of a task's first run, time from the task's creation until its Job's. Without tasks that waited in a queue. The API server writes whole seconds: 0 is less than 1 s.",
    ...common,
  });
  const result = meter.histogram({
    name: "batchtask_result_latency_seconds",
    help: "Time from a Job's end until its result is recorded in the task. Up to 1 s too long: the API server writes whole seconds.",
    ...common,
  });
  const queued = meter.histogram({
    name: "batchtask_queue_wait_seconds",
    help: "Time that a run waited for a slot, for the end of a freeze, or in a queue such as Kueue's.",
    ...common,
  });
  namespaces.onNew((labels) => {
    for (const [outcome, reason] of USUAL_ENDS) finished.inc({ outcome, reason, ...labels }, 0);
  });
  dropGone(namespaces, finished);
  return (step) => {
    const labels = namespaces.labelsOf(step.task.metadata.namespace);
    for (const [outcome, reason] of endsIn(step))
      finished.inc({ outcome, reason: reasonLabel(reason), ...labels });
    for (const seconds of creationLatency(step)) creation.observe({}, seconds);
    for (const seconds of resultLatency(step)) result.observe({}, seconds);
    for (const seconds of queueWait(step)) queued.observe({}, seconds);
  };
}

/** The runs that this step ended: the one that was, if another one took its place; and the one that is. */
function endsIn({ before, after }: StatusStep): [outcome: string, reason: string | undefined][] {
  const ends: [string, string | undefined][] = [];
  const isNext = isNextRun(before, after);
  if (isNext && before?.run && !isRunFinished(before)) ends.push(["Replaced", "Replaced"]);
  if (isRunFinished(after) && (isNext || !isRunFinished(before)))
    ends.push([phaseOfRun(after) ?? "Unknown", howEnded(after)]);
  return ends;
}

/** Of a task whose next run is due only Ready tells. */
const howEnded = (status: BatchTaskStatus): string | undefined =>
  endReasonOf(status) ?? readyOf(status)?.reason;

function creationLatency({ task, job, before, after }: StatusStep): number[] {
  if (after.run?.trigger !== "Created" || before?.phase === "Queued") return [];
  return isJobNew(before, after) ? secondsBetween(task.metadata, job?.metadata) : [];
}

const isJobNew = (before: BatchTaskStatus | undefined, after: BatchTaskStatus): boolean =>
  before?.run?.jobUID === undefined && after.run?.jobUID !== undefined;

function secondsBetween(from: ObjectMeta, to: ObjectMeta | undefined): number[] {
  const end = Date.parse(to?.creationTimestamp ?? "");
  return Number.isNaN(end) ? [] : secondsFrom(from.creationTimestamp, end);
}

function resultLatency({ before, after, job, at }: StatusStep): number[] {
  const isNews = isRunFinished(after) && (isNextRun(before, after) || !isRunFinished(before));
  return isNews && job ? secondsFrom(finishTime(job), at) : [];
}

/** One that was preempted has run before: since when it waits anew is not on record. */
function leavesQueue(before: BatchTaskStatus | undefined, { phase }: BatchTaskStatus): boolean {
  const waits = before?.phase === "Queued" && before.run?.podStartTime === undefined;
  return waits && phase !== "Queued" && phase !== "Suspended";
}

function queueWait({ before, after, at }: StatusStep): number[] {
  if (
    !leavesQueue(before, after) ||
    isNextRun(before, after) ||
    (isTerminalPhase(phaseOfRun(after)) && after.run?.jobUID === undefined)
  )
    return [];
  return secondsFrom(queuedSince(before), at);
}

/** None where there is no time; 0 where clocks disagree. */
function secondsFrom(time: string | undefined, at: number): number[] {
  return time === undefined ? [] : [Math.max(0, at - Date.parse(time)) / 1000];
}
