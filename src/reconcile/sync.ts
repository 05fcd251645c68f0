import { type Job, type JobSpec, MUTABLE_FIELDS, type MutableField } from "../api/job.ts";
import { isTerminal, progressOf } from "../mirror/outcome.ts";
import type { RenderedJob } from "../render/job.ts";
import { isElastic } from "../render/template-hash.ts";

/** Values for fields of a live Job. */
export type JobPatch = Partial<Pick<JobSpec, MutableField | "completions">>;

/** What Kubernetes fills in where a Job leaves the field out (SetDefaults_Job in pkg/apis/batch/v1). */
const DEFAULTS: JobPatch = { parallelism: 1, suspend: false };

const QUEUE_LABEL = "kueue.x-k8s.io/queue-name";

/**
 * The fields of a live Job that differ from the rendered one, or undefined where none does.
 * Of a finished Job only the TTL still means something. Whether a Job that waits in a queue of
 * Kueue's is suspended is Kueue's to say.
 */
export function mutableDiff(live: Job, wanted: RenderedJob): JobPatch | undefined {
  const changed = fieldsToSync(live, wanted).filter((field) => {
    if (field === "suspend" && wanted.metadata.labels?.[QUEUE_LABEL] !== undefined) return false;
    const value = wanted.spec[field] ?? DEFAULTS[field];
    return value !== undefined && value !== live.spec?.[field];
  });
  if (changed.length === 0) return undefined;
  return Object.fromEntries(changed.map((field) => [field, wanted.spec[field] ?? DEFAULTS[field]]));
}

function fieldsToSync(live: Job, wanted: RenderedJob): readonly (keyof JobPatch)[] {
  if (isTerminal(progressOf(live, false).phase)) return ["ttlSecondsAfterFinished"];
  return isElastic(wanted.spec) && live.spec && isElastic(live.spec)
    ? [...MUTABLE_FIELDS, "completions"]
    : MUTABLE_FIELDS;
}
