import * as z from "zod";
import { type AskedSchedule, scheduleSchema } from "./schedule.ts";

/** Finished runs that a status keeps where nothing else is said. */
export const DEFAULT_HISTORY_LIMIT = 5;

/** `spec.runs`: what a Job lacks. Each default is in the CRD, so a stored task always carries it. */
export const runsSchema = z
  .object({
    onChange: z
      .enum(["WhenFinished", "Immediately", "Never"])
      .default("WhenFinished")
      .describe(
        "What an edit does that a Job can't take in place. WhenFinished: a new run starts once this one has ended. Immediately: this run is stopped, and the next one starts once its pods are gone. Never: the edit is recorded and starts nothing.",
      ),
    startDeadlineSeconds: z
      .int()
      .min(1)
      .max(2147483647)
      .optional()
      .describe(
        "Longest time until the first pod of a run runs, and until a pod runs that takes another one's place while none does. Past it the run fails with the cause: an image, a Secret, a quota, no room. A scheduling gate stops the clock.",
      ),
    readyWhen: z
      .enum(["Complete", "Started"])
      .default("Complete")
      .describe(
        "When the condition Ready turns True: once the run has succeeded, or once its first pod runs.",
      ),
    historyLimit: z
      .int()
      .min(0)
      .max(50)
      .default(DEFAULT_HISTORY_LIMIT)
      .describe("How many runs before the latest one status.history keeps."),
    concurrencyGroup: z
      .string()
      .min(1)
      .max(63)
      .regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/)
      .optional()
      .describe(
        "Of all tasks of the namespace that name the same group one runs at a time; the others are Queued and start in order of creation.",
      ),
    deleteAfterSeconds: z
      .int()
      .min(0)
      .max(2147483647)
      .optional()
      .describe(
        "How long the task itself stays once its run has ended; on a schedule, once its last one has. Absent: for ever.",
      ),
    schedule: scheduleSchema
      .optional()
      .describe(
        "Times at which the task runs again, as a CronJob has them: each starts one more run. An edit of the task holds from the next run on; status.schedule tells the next time.",
      ),
  })
  .meta({
    "x-kubernetes-validations": [
      {
        rule: "!has(self.schedule) || !has(self.deleteAfterSeconds) || has(self.schedule.notAfter)",
        message:
          "a task on a schedule has no last run to be deleted after: set schedule.notAfter too, or remove deleteAfterSeconds",
        reason: "FieldValueInvalid",
      },
    ],
  })
  .describe("How runs follow from edits: everything that a Job lacks.");

export type Runs = z.output<typeof runsSchema>;

/** As it is stored, or written in a file: the API server fills the defaults in. */
export type AskedRuns = Partial<Omit<Runs, "schedule">> & { schedule?: AskedSchedule | undefined };
