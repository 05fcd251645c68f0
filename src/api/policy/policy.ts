import * as z from "zod";
import type { ObjectMeta } from "../job.ts";
import { rulesSchema } from "./rules.ts";
import { namespaceSelectorSchema } from "./selector.ts";
import type { PolicyStatus } from "./status.ts";

const MODES = ["Enforce", "Warn"] as const;

/** `spec` of a BatchTaskPolicy. */
export const policySpecSchema = z
  .object({
    namespaceSelector: namespaceSelectorSchema.optional(),
    mode: z
      .enum(MODES)
      .default("Enforce")
      .describe(
        "Enforce: the rules hold. Warn: a rehearsal; nothing changes, and what would change is reported.",
      ),
    rules: rulesSchema.describe("The bounds. What no rule names, the baseline decides."),
  })
  .describe("Where the policy holds, and what it asks for.");

export type PolicySpec = z.input<typeof policySpecSchema>;

/** A stored BatchTaskPolicy. */
export interface BatchTaskPolicy {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta & { name: string; uid: string; resourceVersion: string; generation: number };
  spec: PolicySpec;
  status?: PolicyStatus;
}
