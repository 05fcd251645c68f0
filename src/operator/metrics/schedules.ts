import type { BatchTask } from "../../api/batchtask.ts";
import { readyOf } from "../../api/condition.ts";
import { missReasonSchema, type MissReason } from "../../api/schedule.ts";
import type { BatchTaskStatus, Run } from "../../api/status.ts";
import type { StatusStep } from "../../controllers/batchtask/status-writer/status-writer.ts";
import { spreadOf } from "../../schedule/spread.ts";
import { newlyMissed } from "../../status/missed-times.ts";
import { LATENESS_SECONDS } from "./buckets.ts";
import type { Meter } from "./meter.ts";
import { dropGone, type Namespaces } from "./namespaces.ts";

/** What a schedule is at, as one word for a label. */
export const SCHEDULE_STATES = ["Active", "Suspended", "Ended", "Invalid"] as const;
export type ScheduleState = (typeof SCHEDULE_STATES)[number];

/** So many times in a row without a success are no accident any more. */
export const IN_A_ROW = 2;

const REASONS = missReasonSchema.options;

/** What a task's schedule is at; undefined: it has none, or nobody has looked at it yet. */
export function scheduleStateOf({ spec, status }: BatchTask): ScheduleState | undefined {
  const { schedule } = status ?? {};
  if (!schedule || !spec.runs?.schedule) return undefined;
  if (readyOf(status)?.reason === "InvalidSchedule") return "Invalid";
  if (schedule.suspended) return "Suspended";
  return schedule.nextStartTime === undefined ? "Ended" : "Active";
}

/** Whether a schedule that is in force has come to nothing again and again. */
export function isWithoutSuccess(task: BatchTask): boolean {
  return scheduleStateOf(task) === "Active" && (task.status?.schedule?.withoutSuccess ?? 0) >= IN_A_ROW;
}

/** Counts missed times, and how late runs of schedules get their Jobs, by the statuses that were written. */
export function scheduleMetrics(meter: Meter, namespaces: Namespaces): (step: StatusStep) => void {
  const missed = meter.counter({
    name: "batchtask_schedule_missed_times_total",
    help: "Times of schedules that passed without a run, counted once that is recorded in the task. Of more than five at one look the reason of the fifth counts for those before it.",
    labels: { reason: REASONS.map((reason) => `\`${reason}\``).join(", "), ...namespaces.declared },
  });
  const lateness = meter.histogram({
    name: "batchtask_schedule_start_lateness_seconds",
    help: "Of a run that a time of a schedule started, from that time, with its part of spreadSeconds, until its Job is made. The API server writes whole seconds: 0 is less than 1 s.",
    labels: {},
    buckets: LATENESS_SECONDS,
  });
  namespaces.onNew((labels) => {
    for (const reason of REASONS) missed.inc({ reason, ...labels }, 0);
  });
  dropGone(namespaces, missed);
  return (step) => {
    const labels = namespaces.labelsOf(step.task.metadata.namespace);
    for (const [reason, count] of missesIn(step)) missed.inc({ reason, ...labels }, count);
    for (const seconds of startLateness(step)) lateness.observe({}, seconds);
  };
}

/** How many times each reason is told of; the status keeps the latest few alone. */
function missesIn({ before, after }: StatusStep): [MissReason, number][] {
  const count = newlyMissed(before, after);
  const kept = (after.schedule?.missed ?? []).slice(0, count);
  const oldest = kept.at(-1);
  if (!oldest) return [];
  const each = kept.map(({ reason }): [MissReason, number] => [reason, 1]);
  return count > kept.length ? [...each, [oldest.reason, count - kept.length]] : each;
}

/** Of the step that tells of the Job for the first time; none where a time is not known. */
function startLateness({ task, before, after, job }: StatusStep): number[] {
  const { run, effective } = after;
  if (run?.trigger !== "Scheduled" || !isJobNew(before, run)) return [];
  const { spreadSeconds = 0 } = effective ?? {};
  const due = timeOf(run.scheduleTime) + spreadOf({ spreadSeconds }, task.metadata.uid);
  const late = timeOf(job?.metadata?.creationTimestamp) - due;
  return Number.isNaN(late) ? [] : [Math.max(0, late) / 1000];
}

function isJobNew(before: BatchTaskStatus | undefined, { jobUID }: Run): boolean {
  return jobUID !== undefined && before?.run?.jobUID !== jobUID;
}

const timeOf = (time: string | undefined): number => (time === undefined ? Number.NaN : Date.parse(time));
