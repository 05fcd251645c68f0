import { endReasonOf, readyOf } from "../api/condition.ts";
import type { Failure } from "../api/failure.ts";
import type { Job } from "../api/job.ts";
import { reasonNamed } from "../api/reasons.ts";
import { type Adjustment, type BatchTaskStatus, isTerminalPhase, phaseOfRun } from "../api/status.ts";
import { howEnded } from "./failure/how-ended.ts";
import { missedNote } from "./missed-times.ts";

/** One line for `kubectl describe`. */
export interface TaskEvent {
  type: "Normal" | "Warning";
  reason: string;
  action: string;
  note: string;
  /** When it happened, where it was before it is told, in milliseconds since the epoch. */
  at?: number;
}

/**
 * What is worth telling of the step from one status to the next. Pure: the same step tells the same.
 * @param job the run's; that it began is dated by it, before what befell its pods
 */
export function eventsOf(
  before: BatchTaskStatus | undefined,
  after: BatchTaskStatus,
  job?: Job,
): TaskEvent[] {
  const at = Date.parse(job?.metadata?.creationTimestamp ?? "");
  // The second before: an event of a pod may have the very second of the creation.
  const begun = started(before, after).map((event) => (Number.isNaN(at) ? event : { ...event, at: at - 1 }));
  return [...missed(before, after), ...begun, ...retried(before, after), ...turned(before, after)];
}

/** Times of the schedule that have passed without a run: one event for each step that finds some. */
function missed(before: BatchTaskStatus | undefined, after: BatchTaskStatus): TaskEvent[] {
  const note = missedNote(before, after);
  return note === undefined ? [] : [{ type: "Warning", reason: "ScheduleMissed", action: "Schedule", note }];
}

function started(
  before: BatchTaskStatus | undefined,
  { run, adjustments = [] }: BatchTaskStatus,
): TaskEvent[] {
  if (run?.jobUID === undefined || run.jobUID === before?.run?.jobUID) return [];
  const note = `Run ${run.number} started as Job ${run.jobName}`;
  const changed = adjustments.filter(({ asked }) => asked !== undefined);
  const start: TaskEvent = { type: "Normal", reason: "RunStarted", action: "CreateJob", note };
  if (changed.length === 0) return [start];
  return [
    { type: "Warning", reason: "Adjusted", action: "Guard", note: changed.map(describe).join("; ") },
    start,
  ];
}

/**
 * Pods that failed since, while the run goes on. One event for each step, however many there were; those that failed
 * alike read alike, so that they count up one series.
 */
function retried(before: BatchTaskStatus | undefined, after: BatchTaskStatus): TaskEvent[] {
  const { run, phase, failed = 0, failure } = after;
  if (!isSameRun(before, after) || !GOES_ON.has(phase) || failed <= failedOf(before)) return [];
  const why = failure ? `: ${kindOf(failure)}` : "";
  const note = `A pod of run ${run?.number} failed, and the run goes on${why}`;
  return [{ type: "Warning", reason: "Retried", action: "Mirror", note }];
}

const GOES_ON: ReadonlySet<BatchTaskStatus["phase"]> = new Set(["Starting", "Running"]);

/** Without what differs from pod to pod; status.failure has that. */
function kindOf({ container, exitCode, reason }: Failure): string {
  return exitCode === undefined ? reason : `container ${container} ${howEnded(exitCode, reason)}`;
}

function failedOf(status: BatchTaskStatus | undefined): number {
  return status?.failed ?? 0;
}

/** "backoffLimit: 50 asked, 10 applied (rule backoffLimit, policy baseline)" */
export function describe({ field, asked, applied, rule, policy, mode }: Adjustment): string {
  const verb = mode === "Warn" ? "would be applied" : "applied";
  return `${field}: ${asked ?? "nothing"} asked, ${applied} ${verb} (rule ${rule}, policy ${policy})`;
}

/** The end of a run, and every new reason that people should look at. */
function turned(before: BatchTaskStatus | undefined, after: BatchTaskStatus): TaskEvent[] {
  const { reason } = storyOf(after);
  if (!isSameRun(before, after) || storyOf(before).reason === reason) return [];
  const type = typeOf(reason);
  if (type === "Normal" && !isTerminalPhase(phaseOfRun(after))) return [];
  return [{ type, reason, action: "Mirror", note: noteOf(after) }];
}

/** The first run may have come and gone before it was put on record. */
function isSameRun(before: BatchTaskStatus | undefined, { run }: BatchTaskStatus): boolean {
  return (before?.run?.number ?? 1) === run?.number;
}

function noteOf(status: BatchTaskStatus): string {
  const { run, duration } = status;
  const phase = phaseOfRun(status);
  const hadJob = phase === "Succeeded" || phase === "Failed";
  const kept = hadJob ? ". The result is kept here when the Job goes" : "";
  return `Run ${run?.number}${duration ? ` after ${duration}` : ""}: ${storyOf(status).message}${kept}`;
}

/** Of an end how it ended is the reason, which Kubernetes has a word for; the cause is in the message. */
function storyOf(status: BatchTaskStatus | undefined): { reason: string; message: string } {
  const { reason = "Pending", message = "" } = readyOf(status) ?? {};
  return { reason: endReasonOf(status) ?? reason, message };
}

/** A reason that is not in the table comes from a failed Job. */
function typeOf(reason: string): TaskEvent["type"] {
  return reasonNamed(reason)?.type ?? "Warning";
}
