import type { BatchTask } from "../api/batchtask.ts";
import { defined } from "../api/defined.ts";
import { type Job, MUTABLE_FIELDS } from "../api/job.ts";

/** What the operator keeps of a task: all but what no decision reads. */
export function slimTask(task: BatchTask): BatchTask {
  return { ...task, metadata: slimMetadata(task.metadata) };
}

/** What the operator keeps of a Job: a pod template is most of its size, and no decision reads it. */
export function slimJob(job: Job): Job {
  const { spec, status } = job;
  const fields = [...MUTABLE_FIELDS, "completions", "completionMode"] as const;
  const slimSpec = Object.fromEntries(fields.map((field) => [field, spec?.[field]]));
  return defined({
    apiVersion: job.apiVersion,
    kind: job.kind,
    metadata: slimMetadata(job.metadata ?? {}),
    spec: { ...defined(slimSpec), template: {} },
    status,
  });
}

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

function slimMetadata<Metadata extends NonNullable<Job["metadata"]>>(metadata: Metadata): Metadata {
  const { managedFields: _, annotations, ...rest } = metadata;
  const kept = Object.fromEntries(Object.entries(annotations ?? {}).filter(([key]) => key !== LAST_APPLIED));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only optional keys are taken out
  return { ...rest, ...(annotations && { annotations: kept }) } as Metadata;
}
