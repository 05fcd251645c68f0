import type { BatchTask, BatchTaskSpec } from "../api/batchtask.ts";
import {
  API_VERSION,
  KIND,
  RERUN_ANNOTATION,
  RERUN_OVERRIDES_ANNOTATION,
  TASK_ANNOTATION,
  TEMPLATE_HASH_ANNOTATION,
} from "../api/group.ts";
import type { Job } from "../api/job.ts";
import type { Run } from "../api/status.ts";
import { copiedLabels, runLabels } from "./labels.ts";
import { withOverrides } from "./overrides.ts";
import { SCHEDULED_TIMESTAMP, zonedTime } from "../schedule/scheduled-timestamp.ts";
import { jobTtl } from "./ttl-seconds-after-finished.ts";

/** A Job with what every rendered one has. */
export type RenderedJob = Job & {
  metadata: { name: string; namespace: string };
  spec: NonNullable<Job["spec"]>;
};

/**
 * The Job of one run. Pure; what the author wrote arrives as it is, but for the guarded values, the
 * labels of the run, its overrides and the TTL (see jobTtl).
 * @param guarded the task's spec within the guardrails
 */
export function renderJob(task: BatchTask, guarded: BatchTaskSpec, run: Run): RenderedJob {
  const { name, namespace, uid } = task.metadata;
  const { runs: _, ...spec } = guarded;
  const labels = runLabels(name, run.number);
  const ttl = jobTtl(spec.ttlSecondsAfterFinished, run.completionTime !== undefined);
  const template = withOverrides(spec.template, run.overrides);
  const scheduled = scheduledTimestamp(task, run);
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name: run.jobName,
      namespace,
      labels: { ...copiedLabels(task), ...labels },
      annotations: {
        [TASK_ANNOTATION]: name,
        [TEMPLATE_HASH_ANNOTATION]: run.templateHash,
        ...heededRerun(task, run),
        ...scheduled,
      },
      ownerReferences: [
        { apiVersion: API_VERSION, kind: KIND, name, uid, controller: true, blockOwnerDeletion: true },
      ],
    },
    spec: {
      ...spec,
      ...(ttl !== undefined && { ttlSecondsAfterFinished: ttl }),
      template: {
        ...template,
        metadata: {
          ...template.metadata,
          labels: { ...template.metadata?.labels, ...labels },
          ...(scheduled && { annotations: { ...template.metadata?.annotations, ...scheduled } }),
        },
      },
    },
  };
}

/**
 * The Job of a first run is its record: it tells which rerun the run has heeded, and needs none of its own. A rerun that
 * was asked for since, while the run waited for its start, is not heeded yet.
 */
function heededRerun(
  { metadata, status }: BatchTask,
  { number, overrides }: Run,
): Record<string, string> | undefined {
  const heeded = status?.run ? status.lastHandledRerun : metadata.annotations?.[RERUN_ANNOTATION];
  if (number !== 1 || heeded === undefined) return undefined;
  const how = overrides && { [RERUN_OVERRIDES_ANNOTATION]: JSON.stringify({ rerun: heeded, ...overrides }) };
  return { [RERUN_ANNOTATION]: heeded, ...how };
}

/** For which time of the schedule the run is, on Job and pods. */
function scheduledTimestamp({ spec }: BatchTask, { scheduleTime }: Run): Record<string, string> | undefined {
  if (scheduleTime === undefined) return undefined;
  return { [SCHEDULED_TIMESTAMP]: zonedTime(scheduleTime, spec.runs?.schedule?.timeZone) };
}
