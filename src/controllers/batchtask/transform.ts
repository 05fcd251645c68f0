import { isDeepStrictEqual } from "node:util";
import type { BatchTask } from "../../api/batchtask.ts";
import { defined } from "../../api/defined.ts";
import { type Job, MUTABLE_FIELDS } from "../../api/job.ts";
import { createShare, type Share } from "../../kube/store/sharing.ts";

/** What the operator keeps of the objects that it watches. */
export interface CacheTransforms {
  /** All of a task but what no decision reads. */
  task: (task: BatchTask) => BatchTask;
  /** A spec that has not changed is kept once, and judged once. */
  sameSpec: (task: BatchTask, old: BatchTask) => BatchTask;
  /** Of a Job not its pod template, which is most of its size, and which no decision reads. */
  job: (job: Job) => Job;
}

/** Adjustments and effective values: as many as there are kinds of tasks and policies. */
const RULINGS = 256;
/** Conditions of one kind differ by their second. */
const CONDITIONS = 1_024;

/** What tasks of one template have alike is kept once: of a task at rest most of its status. */
export function createCacheTransforms(): CacheTransforms {
  const ruling = createShare(RULINGS);
  const condition = createShare(CONDITIONS);
  return {
    task: ({ status, ...task }) => ({
      ...task,
      metadata: slimMetadata(task.metadata),
      ...(status && { status: slimStatus(status, ruling, condition) }),
    }),
    sameSpec: (task, old) => (isDeepStrictEqual(task.spec, old.spec) ? { ...task, spec: old.spec } : task),
    job: (job) => slimJob(job, condition),
  };
}

function slimStatus(
  status: NonNullable<BatchTask["status"]>,
  ruling: Share,
  condition: Share,
): NonNullable<BatchTask["status"]> {
  const { adjustments, effective, conditions } = status;
  const shared = {
    adjustments: ruling(adjustments),
    effective: ruling(effective),
    conditions: conditions?.map(condition),
  };
  return { ...status, ...defined(shared) };
}

function slimJob({ apiVersion, kind, metadata, spec, status }: Job, condition: Share): Job {
  const fields = [...MUTABLE_FIELDS, "completions", "completionMode"] as const;
  const slimSpec = Object.fromEntries(fields.map((field) => [field, spec?.[field]]));
  const conditions = status?.conditions?.map(condition);
  return defined({
    apiVersion,
    kind,
    metadata: slimMetadata(metadata ?? {}),
    spec: { ...defined(slimSpec), template: {} },
    status: conditions ? { ...status, conditions } : status,
  });
}

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

function slimMetadata<Metadata extends NonNullable<Job["metadata"]>>(metadata: Metadata): Metadata {
  const { managedFields: _, annotations, ...rest } = metadata;
  const kept = Object.fromEntries(Object.entries(annotations ?? {}).filter(([key]) => key !== LAST_APPLIED));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only optional keys are taken out
  return { ...rest, ...(annotations && { annotations: kept }) } as Metadata;
}
