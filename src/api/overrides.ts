import * as z from "zod";

/** What one run has instead of what the spec says: the one that a rerun with overrides starts, and no other. */
export const overridesSchema = z.object({
  container: z
    .string()
    .optional()
    .describe(
      "The container that they are for; absent: the one that kubectl.kubernetes.io/default-container names in the pod template, else the first.",
    ),
  env: z
    .array(z.object({ name: z.string(), value: z.string() }))
    .optional()
    .meta({ "x-kubernetes-list-type": "atomic" })
    .describe("Variables with their values: those that the container has under these names, and new ones."),
  args: z.array(z.string()).optional().describe("All of the container's args."),
});

export type Overrides = z.output<typeof overridesSchema>;

/** The annotation that asks for them, as JSON. `rerun` is the value of batchtask.dev/rerun that they go with. */
export const askedOverridesSchema = z.strictObject({
  rerun: z.string(),
  container: z.string().min(1).optional(),
  env: z.array(z.strictObject({ name: z.string().min(1), value: z.string() })).optional(),
  args: z.array(z.string()).optional(),
});

/** Longest annotation, in characters: the run's record holds it once more. */
export const LONGEST_OVERRIDES = 4096;
