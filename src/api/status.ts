import * as z from "zod";
import { conditionSchema } from "./condition.ts";
import { failureSchema } from "./failure.ts";
import { historyEntrySchema, outcomeSchema } from "./history.ts";
import { overridesSchema } from "./overrides.ts";
import { scheduleStatusSchema } from "./schedule.ts";
import { triggerSchema } from "./trigger.ts";

export const PHASES = [
  "Scheduled",
  "Pending",
  "Queued",
  "Starting",
  "Running",
  "Suspended",
  "Finishing",
  "Succeeded",
  "Failed",
  "Rejected",
  "Unknown",
] as const;
export type Phase = (typeof PHASES)[number];

const time = () => z.string().meta({ format: "date-time" });
const count = () => z.int().min(0);
const warnMode = () => z.enum(["Warn"]).optional();
const quantities = () => z.record(z.string(), z.string());

/** One run: one Job. */
export const runSchema = z.object({
  number: z.int().min(1).describe("1 for the first run of this task, then one more each."),
  jobName: z.string().describe("Name of the Job; never used for another run."),
  jobUID: z.string().optional().describe("UID of the Job, once it exists."),
  templateHash: z.string().describe("Hash of the part of spec that a live Job can't change."),
  trigger: triggerSchema.describe(
    "Why the run started: the task was created, edited or asked to run again; Scheduled: a time of its schedule has come; PolicyChanged: the run before was refused by a policy and never had a Job.",
  ),
  scheduleTime: time().optional().describe("The time of the schedule that it is for, without the spread."),
  overrides: overridesSchema
    .optional()
    .describe(
      "What this run has instead of what spec says, by the annotation batchtask.dev/rerun-overrides; the next one is of spec again.",
    ),
  invalidOverrides: z
    .string()
    .optional()
    .describe("Why the overrides that this run was asked for can't be had, for which it gets no Job."),
  requestTime: time()
    .optional()
    .describe(
      "When a run after the first was recorded: its place in a line counts from then, and that of the first one from the task's creation.",
    ),
  startTime: time().optional().describe("When the Job controller started the Job."),
  podStartTime: time().optional().describe("When the first pod was seen to run."),
  stopping: z.boolean().optional().describe("The run is being stopped, for the next one to start."),
  nextScheduleTime: time()
    .optional()
    .describe(
      "Of a run that is stopped for the next time of its schedule: that time, for which a run follows.",
    ),
  completionTime: time().optional().describe("When the run ended, however it ended."),
  outcome: outcomeSchema
    .optional()
    .describe("How a run of a task on a schedule ended, whose phase is Scheduled until the next one."),
  lastCompletionTime: time().optional().describe("While this run goes on: when the one before it ended."),
});

/** One value that a guardrail changed. */
export const adjustmentSchema = z.object({
  field: z.string().describe("Path of the field under spec."),
  asked: z.string().optional().describe("The value in spec; absent where spec has none."),
  applied: z.string().describe("The value in force."),
  rule: z.string().describe("Name of the guardrail."),
  policy: z.string().describe("Name of the policy that decided; baseline is the one built in."),
  mode: warnMode().describe("Warn: only reported; this is what the policy would apply."),
});

/** One value that a policy refuses. */
export const violationSchema = z.object({
  field: z.string().describe("Path of the field under spec."),
  asked: z.string().optional().describe("The value in spec; absent where spec has none."),
  rule: z.string().describe("Name of the guardrail."),
  policy: z.string().describe("Name of the policy that refuses it; baseline is the one built in."),
  message: z.string().describe("Field, value, bound, policy and fix in one sentence."),
  mode: warnMode().describe("Warn: only reported; the task runs."),
});

/** Rules of a policy that do not bind the task. */
export const grantedSchema = z.object({
  policy: z.string().describe("Name of the policy."),
  rules: z.array(z.string()).describe("Names of its rules."),
  reason: z.string().describe("Why, in the policy's words."),
  until: time().describe("When it ends."),
});

/** Requests and limits in force for one container. */
export const containerResourcesSchema = z.object({
  container: z.string(),
  requests: quantities().optional(),
  limits: quantities().optional(),
});

/** Where values of a policy's stand though nobody asked for any. */
export const filledInSchema = z.object({
  policy: z.string().describe("Name of the policy."),
  fields: z.array(z.string()).describe("Paths under spec."),
});

/** The guarded values in force. */
export const effectiveSchema = z.object({
  parallelism: count().optional(),
  completions: count().optional(),
  backoffLimit: count().optional(),
  startDeadlineSeconds: count().optional(),
  activeDeadlineSeconds: count().optional(),
  ttlSecondsAfterFinished: count().optional(),
  spreadSeconds: count().optional(),
  resources: z.array(containerResourcesSchema).optional(),
  filledIn: z
    .array(filledInSchema)
    .optional()
    .describe(
      "Which of these values policies filled in, where spec has none. Any other that spec does not have is the baseline's.",
    ),
});

/** The observedGeneration of a task that the operator has not seen yet: the API server fills it in. */
export const UNSEEN = -1;

export const statusSchema = z.object({
  observedGeneration: z
    .int()
    .describe(
      "The metadata.generation that this status speaks of; -1 before the operator has seen the task.",
    ),
  phase: z
    .enum(PHASES)
    .optional()
    .describe(
      "Where the task is, in one word. Scheduled: it waits for the next time of its schedule. Starting: its Job has begun, and no pod of it has run yet. Running: one has; Ready's reason tells what keeps its pods from going on.",
    ),
  conditions: z
    .array(conditionSchema)
    .optional()
    .meta({ "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["type"] })
    .describe(
      "What holds of the task, each with its reason. Ready is always there; of the others one that is absent is False.",
    ),
  run: runSchema.optional().describe("The latest run."),
  active: count().optional().describe("Pods pending or running."),
  ready: count().optional().describe("Pods that are ready."),
  succeeded: count().optional().describe("Pods that succeeded."),
  failed: count().optional().describe("Pods that failed."),
  terminating: count().optional().describe("Pods that are being deleted."),
  completedIndexes: z.string().optional().describe("Indexes that succeeded, as in a Job: 1,3-5."),
  failedIndexes: z.string().optional().describe("Indexes that failed, as in a Job."),
  completions: z.string().optional().describe("Succeeded of wanted, for the column: 3/10."),
  duration: z.string().optional().describe("From start to end of a finished run: 12s."),
  effective: effectiveSchema.optional().describe("The guarded values in force for the latest run."),
  adjustments: z
    .array(adjustmentSchema)
    .optional()
    .meta({ "x-kubernetes-list-type": "atomic" })
    .describe(
      "What was asked for and not given, and why. What was filled in where nothing was asked stands in effective.",
    ),
  failure: failureSchema.optional(),
  history: z
    .array(historyEntrySchema)
    .optional()
    .meta({ "x-kubernetes-list-type": "atomic" })
    .describe("The runs before the latest one, the last of them first."),
  schedule: scheduleStatusSchema
    .optional()
    .describe("Of a task on a schedule: what was, what is missed, what comes next."),
  lastHandledRerun: z
    .string()
    .optional()
    .describe("The value of the annotation batchtask.dev/rerun that was last acted on."),
  violations: z
    .array(violationSchema)
    .optional()
    .meta({ "x-kubernetes-list-type": "atomic" })
    .describe("What the policies refuse, and why."),
  exemptions: z
    .array(grantedSchema)
    .optional()
    .meta({ "x-kubernetes-list-type": "atomic" })
    .describe("From which rules policies exempt the task, and until when."),
  queuePosition: z
    .int()
    .min(1)
    .optional()
    .describe(
      "Place in the line of tasks that wait for the limit that Ready's message names: a policy's maxActivePerNamespace or maxActivePerLabel, or runs.concurrencyGroup; 1 is next. Beyond 10 it is rounded up: to 20, 50, 100, 200, 500 and so on.",
    ),
});

export type BatchTaskStatus = z.output<typeof statusSchema>;
export type Run = z.output<typeof runSchema>;
export type Adjustment = z.output<typeof adjustmentSchema>;
export type Violation = z.output<typeof violationSchema>;
export type Granted = z.output<typeof grantedSchema>;
export type Effective = z.output<typeof effectiveSchema>;

/** Phases in which a run has ended for good. */
const TERMINAL: ReadonlySet<Phase> = new Set(["Succeeded", "Failed", "Rejected", "Unknown"]);

export function isTerminalPhase(phase: Phase | undefined): boolean {
  return phase !== undefined && TERMINAL.has(phase);
}

/** What the latest run is at: of a task that waits for the next time of its schedule, how that run has ended. */
export function phaseOfRun(status: BatchTaskStatus | undefined): Phase | undefined {
  return status?.run?.outcome ?? status?.phase;
}

/** Whether the latest run has an end on record. */
export function isRunFinished(status: BatchTaskStatus | undefined): status is BatchTaskStatus & { run: Run } {
  return status?.run?.completionTime !== undefined;
}
