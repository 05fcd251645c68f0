import * as z from "zod";

/**
 * Condition types. Ready, Reconciling and Stalled are what kstatus reads (Flux, Helm 4);
 * Complete and Failed are named as on a Job; Finished is Complete or Failed.
 */
export const CONDITION_TYPES = ["Ready", "Reconciling", "Stalled", "Complete", "Failed", "Finished"] as const;
export type ConditionType = (typeof CONDITION_TYPES)[number];

/** Longest message of a condition or a failure, in characters: metav1.Condition's. */
export const LONGEST_MESSAGE = 32768;

/** Longest reason, in characters: metav1.Condition's. */
export const LONGEST_REASON = 1024;

/** metav1.Condition; its bounds are those of the Kubernetes type. */
export const conditionSchema = z.object({
  type: z.string().max(316).describe("Ready, Reconciling, Stalled, Complete, Failed or Finished."),
  status: z.enum(["True", "False", "Unknown"]),
  reason: z
    .string()
    .min(1)
    .max(LONGEST_REASON)
    .describe("One word for programs; docs/reference/reasons.md lists them."),
  message: z.string().max(LONGEST_MESSAGE).describe("One sentence for people."),
  lastTransitionTime: z.string().meta({ format: "date-time" }).describe("When status last changed."),
  observedGeneration: z.int().min(0).describe("The metadata.generation that this condition speaks of."),
});

export type Condition = z.output<typeof conditionSchema>;

/** The condition Ready, which carries the whole story; undefined where nobody has written a status yet. */
export function readyOf(
  status: { conditions?: readonly Condition[] | undefined } | undefined,
): Condition | undefined {
  return status?.conditions?.find(({ type }) => type === "Ready");
}

/** A status, as far as it tells of an end. */
interface Ended {
  conditions?: readonly Condition[] | undefined;
  run?: { completionTime?: string | undefined } | undefined;
}

/**
 * How a run has ended, in one word, such as BackoffLimitExceeded: the cause is Ready's. Where the next run is due it is the
 * reason of Reconciling. undefined where it goes on.
 */
export function endReasonOf({ conditions = [], run }: Ended = {}): string | undefined {
  const reasonOf = (wanted: ConditionType) => conditions.find(({ type }) => type === wanted)?.reason;
  return reasonOf("Finished") ?? (run?.completionTime === undefined ? undefined : reasonOf("Reconciling"));
}
