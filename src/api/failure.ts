import * as z from "zod";
import { LONGEST_MESSAGE } from "./condition.ts";

/** Longest termination message that is kept, in bytes: what the kubelet reads of one. */
export const LONGEST_TERMINATION_MESSAGE = 4096;

/** Why a run failed, retried or could not start. Of the pod that says it best. */
export const failureSchema = z
  .object({
    reason: z
      .string()
      .describe("One word: OOMKilled, Error, Evicted, ImagePullBackOff, CrashLoopBackOff, DeadlineExceeded."),
    message: z.string().max(LONGEST_MESSAGE).describe("What Kubernetes says of it."),
    pod: z.string().optional(),
    node: z.string().optional(),
    container: z.string().optional(),
    index: z.int().min(0).optional().describe("The pod's completion index, of an Indexed run."),
    attempt: z
      .int()
      .min(1)
      .optional()
      .describe(
        "Which attempt it was: of the index where backoffLimitPerIndex counts for each, of the container where it restarts in place, else of the run.",
      ),
    restarts: z
      .int()
      .min(0)
      .optional()
      .describe("How often the container was started again in its pod, while it goes on."),
    startedAt: z
      .string()
      .meta({ format: "date-time" })
      .optional()
      .describe("Since when the container ran that a deadline has ended."),
    exitCode: z.int().optional(),
    signal: z
      .int()
      .optional()
      .describe("The signal that ended the container, as far as its exit code tells."),
    terminationMessage: z
      .string()
      .max(LONGEST_TERMINATION_MESSAGE)
      .optional()
      .describe(
        "What the container wrote to its termination log; with terminationMessagePolicy FallbackToLogsOnError the end of its log.",
      ),
    hint: z.string().optional().describe("What to do, in one sentence."),
  })
  .describe("Why the latest run failed or can't start, of the pod that says it best.");

export type Failure = z.output<typeof failureSchema>;
