import * as z from "zod";
import { triggerSchema } from "./trigger.ts";

/** How a run ends by itself. */
export const outcomeSchema = z.enum(["Succeeded", "Failed", "Rejected", "Unknown"]);

export type Outcome = z.output<typeof outcomeSchema>;

/** A run before the latest one. */
export const historyEntrySchema = z.object({
  number: z.int().min(1),
  jobName: z.string(),
  trigger: triggerSchema,
  scheduleTime: z
    .string()
    .meta({ format: "date-time" })
    .optional()
    .describe("The time of the schedule that it was for."),
  outcome: z
    .enum([...outcomeSchema.options, "Replaced"])
    .describe("How it ended; Replaced: stopped for an edit, or for the next time of its schedule."),
  reason: z.string(),
  overrides: z.string().optional().describe("What the run had instead of what spec says, in a line."),
  startTime: z.string().meta({ format: "date-time" }).optional(),
  completionTime: z.string().meta({ format: "date-time" }),
  duration: z.string().optional(),
  succeeded: z.int().min(0).optional(),
  failed: z.int().min(0).optional(),
});

export type HistoryEntry = z.output<typeof historyEntrySchema>;
