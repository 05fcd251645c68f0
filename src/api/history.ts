import * as z from "zod";
import { triggerSchema } from "./trigger.ts";

/** A run before the latest one. */
export const historyEntrySchema = z.object({
  number: z.int().min(1),
  jobName: z.string(),
  trigger: triggerSchema,
  outcome: z
    .enum(["Succeeded", "Failed", "Rejected", "Unknown", "Replaced"])
    .describe("How it ended; Replaced: stopped for an edit."),
  reason: z.string(),
  overrides: z.string().optional().describe("What the run had instead of what spec says, in a line."),
  startTime: z.string().meta({ format: "date-time" }).optional(),
  completionTime: z.string().meta({ format: "date-time" }),
  duration: z.string().optional(),
  succeeded: z.int().min(0).optional(),
  failed: z.int().min(0).optional(),
});

export type HistoryEntry = z.output<typeof historyEntrySchema>;
