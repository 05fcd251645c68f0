import type { Job, ObjectMeta } from "../../api/job.ts";
import type { BatchTask } from "../../api/batchtask.ts";

const SERVER_LABELS = [
  "batch.kubernetes.io/controller-uid",
  "batch.kubernetes.io/job-name",
  "controller-uid",
  "job-name",
];
const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

/** What people write of a task. */
export function cleanTask({ apiVersion, kind, metadata, spec }: BatchTask): object {
  return { apiVersion, kind, metadata: cleanMetadata(metadata), spec };
}

/** What the operator writes of a Job, without what the server makes anew for each. */
export function cleanJob({ metadata = {}, spec }: Job): object {
  if (!spec) return {};
  const { selector: _, template, ...rest } = spec;
  const templateMetadata = cleanMetadata(template.metadata ?? {});
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: cleanMetadata(metadata),
    spec: { ...rest, template: { ...template, metadata: templateMetadata } },
  };
}

function cleanMetadata({ name, namespace, labels, annotations }: ObjectMeta): object {
  return {
    ...(name !== undefined && { name }),
    ...(namespace !== undefined && { namespace }),
    ...mapOf("labels", labels, SERVER_LABELS),
    ...mapOf("annotations", annotations, [LAST_APPLIED]),
  };
}

function mapOf(field: string, map: Record<string, string> | undefined, without: readonly string[]): object {
  const kept = Object.entries(map ?? {}).filter(([key]) => !without.includes(key));
  return kept.length === 0
    ? {}
    : { [field]: Object.fromEntries(kept.toSorted(([a], [b]) => (a < b ? -1 : 1))) };
}
