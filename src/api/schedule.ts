import * as z from "zod";
import { cronSchema, timeZoneSchema } from "./cron.ts";

/** Cron expressions that one schedule has at most. */
export const MOST_CRONS = 16;

/** The longest spread: a day, in seconds. */
export const LONGEST_SPREAD = 86_400;

const time = () => z.string().meta({ format: "date-time" });

/** `spec.runs.schedule`: when a task runs again by itself. */
export const scheduleSchema = z
  .object({
    cron: cronSchema
      .optional()
      .describe(
        "When it runs: five fields of cron, or @daily and the like, as a CronJob's schedule. Either this or crons.",
      ),
    crons: z
      .array(cronSchema)
      .min(1)
      .max(MOST_CRONS)
      .optional()
      .meta({ "x-kubernetes-list-type": "atomic" })
      .describe("Several of them: it runs at the times of each, at one that they share once."),
    timeZone: timeZoneSchema.describe("Name of their time zone in the IANA database, as Europe/Berlin."),
    concurrencyPolicy: z
      .enum(["Queue", "Forbid", "Replace"])
      .default("Queue")
      .describe(
        "What a time does that comes while a run goes on. Queue: one run starts once this one has ended, for the latest time that has come. Forbid: the time is missed. Replace: this run is stopped for the next one.",
      ),
    startingDeadlineSeconds: z
      .int()
      .min(1)
      .max(2147483647)
      .optional()
      .describe(
        "How late a run may start; later its time is missed. Absent: the latest time that has come is always made up for.",
      ),
    spreadSeconds: z
      .int()
      .min(0)
      .max(LONGEST_SPREAD)
      .optional()
      .describe(
        "Each time is put off by a part of this span, which follows from the task's UID and stays the same: so not all tasks start on the full hour.",
      ),
    notBefore: time().optional().describe("No time before this one counts."),
    notAfter: time().optional().describe("No time after this one counts."),
    suspend: z
      .boolean()
      .optional()
      .describe(
        "No time counts while it is true, nor is one made up for afterwards. A run that goes on does.",
      ),
    runAtOnce: z
      .boolean()
      .optional()
      .describe("The task's first run starts when the task is created, and does not wait for a time."),
  })
  .meta({
    "x-kubernetes-validations": [
      {
        rule: "has(self.cron) != has(self.crons)",
        message: 'write when it runs, once: cron: "0 2 * * *", or a list of such expressions as crons',
        reason: "FieldValueInvalid",
      },
      {
        rule: "!has(self.notBefore) || !has(self.notAfter) || self.notBefore < self.notAfter",
        message: "notAfter is not later than notBefore, so that no time is left: write a later one",
        reason: "FieldValueInvalid",
      },
    ],
  });

export type Schedule = z.output<typeof scheduleSchema>;

/** As it is stored, or written in a file: the API server fills the defaults in. */
export type AskedSchedule = Partial<Schedule>;

/** The cron expressions of a schedule, however many it has. */
export function cronsOf({ cron, crons }: Pick<AskedSchedule, "cron" | "crons">): readonly string[] {
  return crons ?? (cron === undefined ? [] : [cron]);
}

/** Why a time of a schedule has passed without a run of its own. */
export const missReasonSchema = z.enum(["Busy", "Frozen", "TooLate", "OperatorAway"]);

export type MissReason = z.output<typeof missReasonSchema>;

/** The latest missed times that a status keeps. */
export const MOST_MISSED = 5;

const missedSchema = z.object({
  scheduleTime: time().describe("The time, as the schedule has it."),
  reason: missReasonSchema.describe(
    "Busy: a run went on. Frozen: a freeze of a policy was on. TooLate: startingDeadlineSeconds were over. OperatorAway: a later time had come when the operator looked.",
  ),
});

export type Missed = z.output<typeof missedSchema>;

/** `status.schedule`. Times are those of the schedule, without the spread, but for nextStartTime. */
export const scheduleStatusSchema = z.object({
  expression: z.string().describe("Cron and time zone that these times are of."),
  handledTime: time().describe(
    "Times up to this one are done with: run, missed, or before the schedule was in force.",
  ),
  suspended: z.boolean().optional().describe("No time counts: by suspend of the schedule or of the task."),
  nextStartTime: time()
    .optional()
    .describe(
      "When the next run starts: the next time of the schedule, and its part of spreadSeconds. It is past while that run has to wait. Absent: no time is left, or it is suspended.",
    ),
  lastScheduleTime: time().optional().describe("The latest time that led to a run."),
  lastSuccessfulTime: time().optional().describe("When a run last succeeded, whatever had started it."),
  withoutSuccess: z
    .int()
    .min(0)
    .optional()
    .describe("Times in a row that passed without a run that succeeded: missed, or failed. Absent: none."),
  missedTimes: z
    .int()
    .min(0)
    .optional()
    .describe("Times that have passed without a run, ever: of those missed at once up to 100 are counted."),
  missed: z
    .array(missedSchema)
    .optional()
    .meta({ "x-kubernetes-list-type": "atomic" })
    .describe("The latest of them, the last one first."),
});

export type ScheduleStatus = z.output<typeof scheduleStatusSchema>;
