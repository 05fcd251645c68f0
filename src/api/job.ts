import type {
  V1CronJob,
  V1Job,
  V1JobSpec,
  V1ObjectMeta,
  V1Pod,
  V1ResourceRequirements,
  CoreV1Event,
} from "@kubernetes/client-node";
import type { Raw } from "./raw.ts";

/** `batch/v1` Job and what it is made of, as the API server sends them. */
export type Job = Raw<V1Job>;
export type CronJob = Raw<V1CronJob>;
export type JobSpec = Raw<V1JobSpec>;
export type ResourceRequirements = Raw<V1ResourceRequirements>;
export type ObjectMeta = Raw<V1ObjectMeta>;
export type Pod = Raw<V1Pod>;

/** Fields of JobSpec that belong to the operator; a BatchTask can't set them. */
export const OPERATOR_FIELDS = ["selector", "manualSelector", "managedBy"] as const;

/**
 * Fields that the operator changes in a live Job (ValidateJobSpecUpdate in Kubernetes' pkg/apis/batch/validation, which
 * would let maxFailedIndexes and podReplacementPolicy change, too). A change of any other field needs a new Job.
 */
export const MUTABLE_FIELDS = [
  "activeDeadlineSeconds",
  "backoffLimit",
  "parallelism",
  "suspend",
  "ttlSecondsAfterFinished",
] as const;
export type MutableField = (typeof MUTABLE_FIELDS)[number];

/** A `v1` Event, as the API server sends it. */
export type KubeEvent = Raw<CoreV1Event>;
