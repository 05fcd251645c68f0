import { z } from "zod";

/** `spec.runs`: what a Job lacks. Each default is in the CRD, so a stored task always carries it. */
export const runsSchema = z
  .object({
    onChange: z
      .enum(["WhenFinished", "Never"])
      .default("WhenFinished")
      .describe(
        "What an edit does that a Job can't take in place. WhenFinished: a new run starts once this one has ended. Never: the edit is recorded and starts nothing.",
      ),
  })
  .describe("How runs follow from edits: everything that a Job lacks.");

export type Runs = z.output<typeof runsSchema>;
