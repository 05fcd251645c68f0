import * as z from "zod";
import { numberBoundsSchema, quantityBoundsSchema } from "./bounds.ts";

const INT32 = 2_147_483_647;
/** Two centuries of seconds: more would overflow what Kubernetes computes times with. */
const SECONDS = 6_311_520_000;

/** A list that a value must be in. */
const allowList = (what: string, item: z.ZodString) =>
  z.object({
    allowed: z.array(item).min(1).max(64).meta({ "x-kubernetes-list-type": "set" }).describe(what),
  });

const resourceName = {
  rule: "self.all(name, name in ['cpu', 'memory', 'ephemeral-storage'] || name.startsWith('hugepages-') || name.matches('^[a-z0-9]([-a-z0-9.]*[a-z0-9])?/[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$'))",
  message:
    "a resource is cpu, memory, ephemeral-storage, hugepages-SIZE, or has a domain, as in nvidia.com/gpu: correct the name",
  reason: "FieldValueInvalid",
};

const resourceBounds = () =>
  z
    .record(z.string(), quantityBoundsSchema)
    .optional()
    .meta({ maxProperties: 16, "x-kubernetes-validations": [resourceName] });

const IMAGE_PATTERN = /^[A-Za-z0-9._:@/*-]+$/;

const imagesSchema = z.object({
  allowed: z
    .array(z.string().min(1).max(253).regex(IMAGE_PATTERN))
    .min(1)
    .max(64)
    .optional()
    .meta({ "x-kubernetes-list-type": "set" })
    .describe(
      "Patterns, one of which each image must match as it is written: * stands for any characters but /, ** for any.",
    ),
  require: z
    .enum(["Tag", "Digest"])
    .optional()
    .describe("Tag: each image names a tag or a digest. Digest: each image is pinned by its digest."),
  forbidLatest: z
    .boolean()
    .optional()
    .describe("No image is latest, by its tag or for want of a tag. A digest pins any tag."),
});

const ownPrefix = (verb: string) => ({
  rule: `self.all(key, !key.startsWith('batchtask.dev/'))`,
  message: `labels under batchtask.dev/ are the operator's own and can't be ${verb}: choose another prefix`,
  reason: "FieldValueForbidden",
});

const QUALIFIED_NAME =
  "^([a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)$";

const isLabelKey = {
  rule: `self.all(key, size(key.split('/')[0]) <= 253 && size(key) <= 317 && key.matches('${QUALIFIED_NAME}'))`,
  message:
    "a key of a label is a name of letters, digits, -, _ and ., with a DNS name and / before it if you like: change the key",
  reason: "FieldValueInvalid",
};

/** Kubernetes' own labels on a Job's pods; any other value of theirs makes the Job invalid. */
const isNoJobLabel = {
  rule: "self.all(key, !(key in ['job-name', 'controller-uid', 'batch.kubernetes.io/job-name', 'batch.kubernetes.io/controller-uid']))",
  message: "Kubernetes sets this label of a Job's pods itself: choose another one",
  reason: "FieldValueForbidden",
};

const labelsSchema = z.object({
  required: z
    .array(z.string().min(1).max(317))
    .min(1)
    .max(32)
    .optional()
    .meta({
      "x-kubernetes-list-type": "set",
      "x-kubernetes-validations": [isLabelKey, ownPrefix("required")],
    })
    .describe(
      "Keys of labels that the pod template must have, with a value. One that this policy injects need not be there.",
    ),
  inject: z
    .record(
      z.string(),
      z
        .string()
        .max(63)
        .regex(/^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/),
    )
    .optional()
    .meta({
      maxProperties: 32,
      "x-kubernetes-validations": [isLabelKey, isNoJobLabel, ownPrefix("injected")],
    })
    .describe("Labels that every pod gets; a value of the author's own is replaced."),
});

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
  images: imagesSchema.optional().describe("Which images pods may run and mount."),
  serviceAccounts: allowList(
    "Names of ServiceAccounts that a task may run as; one that names none runs as default.",
    z.string().min(1).max(253),
  )
    .optional()
    .describe("Which ServiceAccounts a task may run as."),
  priorityClasses: allowList("Names of PriorityClasses.", z.string().min(1).max(253))
    .optional()
    .describe("Which PriorityClasses a task may name. It may always name none."),
  labels: labelsSchema.optional().describe("Labels of the pods."),
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
});

export type PolicyRules = z.input<typeof rulesSchema>;
