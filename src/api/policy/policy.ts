import * as z from "zod";
import type { ObjectMeta } from "../job.ts";
import { userPattern } from "./allow-list.ts";
import { exemptionSchema } from "./exemptions.ts";
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
    appliesTo: z
      .array(z.enum(["BatchTask", "Job", "CronJob"]))
      .max(3)
      .default(["BatchTask"])
      .meta({ "x-kubernetes-list-type": "set" })
      .describe(
        "Kinds that are judged; BatchTasks always are. Job and CronJob: those of other tools, too, as they are applied, where the admission policies for Jobs are installed.",
      ),
    onJobClamp: z
      .enum(["Warn", "Reject", "Clamp"])
      .default("Warn")
      .describe(
        "What becomes of a Job or CronJob with a value that would be clamped in a BatchTask. Warn: it is created as it is, with a warning. Reject: it is refused. Clamp: it is clamped, and what is absent is filled in, with a warning; a Job at its creation, a CronJob at an edit of its spec, too. It needs the admission policy that clamps Jobs, and Kubernetes 1.36; elsewhere Clamp is Warn.",
      ),
    exceptUsers: z
      .array(userPattern())
      .max(32)
      .optional()
      .meta({ "x-kubernetes-list-type": "set" })
      .describe(
        "Users whose Jobs and CronJobs are not judged, as the ServiceAccounts of controllers that make or change them for what was judged before: names, or patterns in which * stands for any characters.",
      ),
    exemptions: z
      .array(exemptionSchema)
      .max(32)
      .optional()
      .meta({ "x-kubernetes-list-type": "atomic" })
      .describe("Who is exempt from rules of this policy, until a time."),
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
