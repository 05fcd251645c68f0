import * as z from "zod";
import { cronSchema, timeZoneSchema } from "../cron.ts";

/** The longest freeze: a year. */
const LONGEST_SECONDS = 366 * 86_400;

/** Times in which no run starts. */
export const freezesSchema = z
  .array(
    z.object({
      schedule: cronSchema.describe(
        "When a freeze begins: five fields of cron, or @daily and the like, as a CronJob's schedule; without @every and without a time zone.",
      ),
      timeZone: timeZoneSchema.describe(
        "Name of the time zone of schedule in the IANA database, as Europe/Berlin.",
      ),
      durationSeconds: z
        .int()
        .min(1)
        .max(LONGEST_SECONDS)
        .describe("How long it lasts, in real time, also over a change of the clock."),
      reason: z
        .string()
        .min(1)
        .max(256)
        .optional()
        .describe("Why, for those whose tasks wait: as “quarter-end close”."),
    }),
  )
  .min(1)
  .max(16)
  .meta({ "x-kubernetes-list-type": "atomic" });

/** One of them, as it is stored. */
export type Freeze = z.input<typeof freezesSchema>[number];
