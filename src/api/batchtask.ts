import { RERUN_ANNOTATION } from "./group.ts";
import type { JobSpec, ObjectMeta, OPERATOR_FIELDS } from "./job.ts";
import type { AskedRuns } from "./runs.ts";
import type { BatchTaskStatus } from "./status.ts";

/** JobSpec without the fields that the operator owns, and `runs`. */
export type BatchTaskSpec = Omit<JobSpec, (typeof OPERATOR_FIELDS)[number]> & { runs?: AskedRuns };

/** A stored BatchTask: the API server has given it its name, namespace, UID and version. */
export interface BatchTask {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta & {
    name: string;
    namespace: string;
    uid: string;
    resourceVersion: string;
    generation: number;
  };
  spec: BatchTaskSpec;
  status?: BatchTaskStatus;
}

/** The annotation asks for a run that has not been heeded: each value counts once. */
export function isRerunDue({ metadata, status }: BatchTask): boolean {
  const asked = metadata.annotations?.[RERUN_ANNOTATION];
  return asked !== undefined && asked !== status?.lastHandledRerun;
}
