import * as z from "zod";
import { maxActivePerLabelSchema } from "./active.ts";
import { allowList, objectName, resourcePattern, timeZonePattern } from "./allow-list.ts";
import { numberBoundsSchema, quantityBoundsSchema } from "./bounds.ts";
import { freezesSchema } from "./freezes.ts";
import { annotationsSchema } from "./annotations.ts";
import { imagesSchema } from "./images.ts";
import { labelsSchema, nodeSelectorSchema } from "./labels.ts";
import { imagePullSecretsSchema, priorityClassesSchema } from "./names.ts";
import { resourceBounds, sumsSchema } from "./resources.ts";
import { containerSecurityContextSchema, podSecurityContextSchema } from "./security-context.ts";
import { LONGEST_SPREAD } from "../schedule.ts";
import { tolerationsSchema } from "./tolerations.ts";

const INT32 = 2_147_483_647;
/** Two centuries of seconds: more would overflow what Kubernetes computes times with. */
const SECONDS = 6_311_520_000;

/** Every rule that a policy can have. What a rule does is in the file of its name in src/guardrails/rules. */
export const rulesSchema = z.object({
  backoffLimit: numberBoundsSchema(INT32)
    .optional()
    .describe("Bounds of backoffLimit; max also bounds backoffLimitPerIndex."),
  startDeadlineSeconds: numberBoundsSchema(INT32, 1)
    .optional()
    .describe("Bounds of runs.startDeadlineSeconds: how long a run may wait for its first pod."),
  activeDeadlineSeconds: numberBoundsSchema(SECONDS)
    .optional()
    .describe("Bounds of activeDeadlineSeconds: how long a run may take."),
  ttlSecondsAfterFinished: numberBoundsSchema(INT32)
    .optional()
    .describe("Bounds of ttlSecondsAfterFinished: how long a finished Job and its pods stay."),
  parallelism: numberBoundsSchema(INT32).optional().describe("Bounds of parallelism: pods at the same time."),
  completions: numberBoundsSchema(INT32)
    .optional()
    .describe("Bounds of completions: pods that must succeed."),
  resources: z
    .object({
      requests: resourceBounds().describe("Bounds of each container's requests, by name of the resource."),
      limits: resourceBounds().describe("Bounds of each container's limits, by name of the resource."),
    })
    .optional()
    .describe(
      "Bounds of what each container, init container and sidecar may ask for, and the pod as a whole.",
    ),
  resourceNames: allowList(
    "Names of resources, or patterns in which * stands for any characters.",
    resourcePattern(),
    0,
  )
    .optional()
    .describe("Which resources pods may ask for, beside cpu, memory and ephemeral-storage."),
  resourceClaims: allowList(
    "Names of ResourceClaims and ResourceClaimTemplates, or patterns in which * stands for any characters.",
    objectName(),
    0,
  )
    .optional()
    .describe("Which devices pods may claim, by the names of the claims."),
  podResources: sumsSchema("a pod").optional().describe("What the containers of a pod may ask for together."),
  taskResources: sumsSchema("all pods that may run at once")
    .optional()
    .describe("What the pods of a task may ask for together."),
  emptyDirs: z
    .object({ sizeLimit: quantityBoundsSchema.describe("Bounds of each emptyDir volume's sizeLimit.") })
    .optional()
    .describe("What emptyDir volumes may take."),
  emptyDirMediums: allowList(
    "Values of medium, or patterns in which * stands for any characters.",
    z
      .string()
      .min(1)
      .max(63)
      .regex(/^[A-Za-z0-9.*-]+$/),
    0,
  )
    .optional()
    .describe("Which mediums emptyDir volumes may have, beside the node's disk."),
  images: imagesSchema.optional().describe("Which images pods may run and mount."),
  serviceAccounts: allowList(
    "Names of ServiceAccounts that a task may run as, or patterns in which * stands for any characters; a task that names none runs as default.",
    objectName(),
  )
    .optional()
    .describe("Which ServiceAccounts a task may run as."),
  imagePullSecrets: imagePullSecretsSchema
    .optional()
    .describe("By which Secrets images are pulled: which a task may name, and which every pod has."),
  priorityClasses: priorityClassesSchema
    .optional()
    .describe(
      "Which PriorityClasses a task may name, and which it has if it names none. It may always name none.",
    ),
  runtimeClasses: allowList(
    "Names of RuntimeClasses, or patterns in which * stands for any characters.",
    objectName(),
  )
    .optional()
    .describe("Which RuntimeClasses a task may name. It may always name none."),
  schedulers: allowList(
    "Names of schedulers, or patterns in which * stands for any characters.",
    objectName(),
  )
    .optional()
    .describe("Which schedulers a task may name. It may always name none, or default-scheduler."),
  tolerations: tolerationsSchema
    .optional()
    .describe("Which taints a task may tolerate, and which all of them do."),
  nodeSelector: nodeSelectorSchema
    .optional()
    .describe("Which nodes pods may ask for by their nodeSelector. With this rule no pod may have nodeName."),
  annotations: annotationsSchema.optional().describe("Annotations of the pods."),
  labels: labelsSchema.optional().describe("Labels of the pods."),
  podSecurityContext: podSecurityContextSchema
    .optional()
    .describe("What pods have in their securityContext where the author says nothing."),
  containerSecurityContext: containerSecurityContextSchema
    .optional()
    .describe("What containers have in their securityContext where the author says nothing."),
  restartPolicies: z
    .object({
      allowed: z
        .array(z.enum(["Never", "OnFailure"]))
        .min(1)
        .max(2)
        .meta({ "x-kubernetes-list-type": "set" })
        .describe("Never, OnFailure or both."),
    })
    .optional()
    .describe("Which restartPolicy a pod may have."),
  ignoreDisruptions: z
    .boolean()
    .optional()
    .describe(
      "true: a pod that was evicted, preempted or lost with its node does not count as a retry. Needs restartPolicy Never.",
    ),
  maxActivePerNamespace: z
    .int()
    .min(0)
    .max(INT32)
    .optional()
    .describe(
      "How many tasks of one namespace may run at the same time; the others wait in order of creation.",
    ),
  maxActivePerLabel: maxActivePerLabelSchema
    .optional()
    .describe(
      "How many tasks with the same value of a label may run at the same time, over all namespaces that the policy selects; the others wait in order of creation.",
    ),
  spreadSeconds: numberBoundsSchema(LONGEST_SPREAD)
    .optional()
    .describe(
      "Bounds of runs.schedule.spreadSeconds: the span over which the times of schedules are spread.",
    ),
  scheduleTimeZones: allowList(
    "Names of time zones, or patterns in which * stands for any characters; also for the + of Etc/GMT+1.",
    timeZonePattern(),
  )
    .optional()
    .describe("Which time zones schedules may be of."),
  scheduleInterval: z
    .object({
      minSeconds: z
        .int()
        .min(60)
        .max(366 * 86_400)
        .describe("How many seconds two times of a schedule are apart, at the least."),
    })
    .optional()
    .describe("How often a schedule may come. Judged by the operator, and not at kubectl apply."),
  freezes: freezesSchema
    .optional()
    .describe("Times in which no run starts: tasks wait until the end, and running ones go on."),
});

export type PolicyRules = z.input<typeof rulesSchema>;
