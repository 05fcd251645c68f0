import * as z from "zod";
import { conditionSchema } from "../condition.ts";

/**
 * Condition types of a policy. Ready is what kstatus reads; the others are True when something is
 * amiss, and absent otherwise.
 */
const POLICY_CONDITION_TYPES = ["Ready", "Conflicting", "Unmatched", "Expiring", "Unreadable"] as const;

const count = () => z.int().min(0);

/** What is counted of Jobs, or of CronJobs, of other tools. */
const jobCountsSchema = z.object({
  matched: count().describe("Those that the policy judges."),
  warned: count().describe(
    "Those with a value that would be clamped in a BatchTask, and nothing that is refused.",
  ),
  rejected: count().describe(
    "Those that would be refused if they were applied anew, in mode Warn as if it were Enforce.",
  ),
});
export type JobCounts = z.output<typeof jobCountsSchema>;

const COUNTED =
  "counted once after each change of spec, then every 10 minutes. Those of kube-system, kube-public and kube-node-lease are left out";

export const policyStatusSchema = z.object({
  observedGeneration: z.int().describe("The metadata.generation that this status speaks of."),
  conditions: z
    .array(
      conditionSchema.extend({
        type: z
          .string()
          .max(316)
          .describe(`One of ${POLICY_CONDITION_TYPES.join(", ")}.`),
      }),
    )
    .optional()
    .meta({ "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["type"] })
    .describe("What holds of the policy, each with its reason."),
  namespaces: count().optional().describe("Namespaces that the policy holds in."),
  matched: count().optional().describe("Tasks in those namespaces."),
  adjusted: count().optional().describe("Tasks of which it changed a value, or would in mode Warn."),
  rejected: count()
    .optional()
    .describe(
      "Tasks that it refuses, or would refuse: in mode Warn, or if a task that ran before were applied anew.",
    ),
  exempted: count().optional().describe("Tasks that are exempt from rules of it, by spec.exemptions."),
  jobs: jobCountsSchema
    .optional()
    .describe(
      `Jobs of other tools in those namespaces, ended ones included, where appliesTo names Job; ${COUNTED}, and so is what has a controller or the operator's labels. What users named in exceptUsers made is counted, too: a Job does not say who made it.`,
    ),
  cronJobs: jobCountsSchema
    .optional()
    .describe(
      `CronJobs in those namespaces, where appliesTo names CronJob; ${COUNTED}. Absent where the operator may not list them.`,
    ),
  recent: z
    .array(
      z.object({
        task: z.string().describe("namespace/name."),
        message: z.string().describe("What was changed or refused."),
      }),
    )
    .optional()
    .meta({ "x-kubernetes-list-type": "atomic" })
    .describe(
      "The latest few of the adjusted and rejected tasks, newest first. `kubectl batchtask policy affected NAME` lists all of them.",
    ),
});

export type PolicyStatus = z.output<typeof policyStatusSchema>;
