import type { BatchTaskSpec } from "../api/batchtask.ts";
import { defined } from "../api/defined.ts";
import { NAME_LABEL, QUEUE_LABEL, RUN_LABEL, TEMPLATE_HASH_ANNOTATION } from "../api/group.ts";
import { type Job, type JobSpec, MUTABLE_FIELDS, type MutableField } from "../api/job.ts";
import { isJobFinished } from "./conditions.ts";
import { KUEUE_LABELS } from "./labels.ts";
import type { RenderedJob } from "./render.ts";
import { type Asked, isElasticEdit } from "./template-hash.ts";

type Fields = Partial<Pick<JobSpec, MutableField | "completions">>;

/** Values for a live Job, as a merge patch has them. */
export interface JobPatch {
  spec?: Fields;
  metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
}

/** What Kubernetes fills in where a Job leaves the field out (SetDefaults_Job in pkg/apis/batch/v1). */
const DEFAULTS: Fields = { parallelism: 1, suspend: false };

/**
 * What of a live Job differs from the rendered one, or undefined where nothing does: the fields that it can change,
 * and by what it is found and told. Of a finished Job only the TTL still means something.
 * @param inPlace the Job takes the completions, too
 */
export function mutableDiff(live: Job, wanted: RenderedJob, inPlace = false): JobPatch | undefined {
  const patch = defined({ spec: specDiff(live, wanted, inPlace), metadata: metadataDiff(live, wanted) });
  return Object.keys(patch).length === 0 ? undefined : patch;
}

function specDiff(live: Job, wanted: RenderedJob, inPlace: boolean): Fields | undefined {
  const changed = fieldsToSync(live, inPlace).filter((field) => {
    if (field === "suspend" && isLeftToKueue(live, wanted)) return false;
    const value = wanted.spec[field] ?? DEFAULTS[field];
    return value !== undefined && value !== live.spec?.[field];
  });
  if (changed.length === 0) return undefined;
  return Object.fromEntries(changed.map((field) => [field, wanted.spec[field] ?? DEFAULTS[field]]));
}

/**
 * Whether a Job in a queue of Kueue's is suspended is Kueue's to say, also when its task has left the queue meanwhile, and
 * of one that waits as soon as it comes into a queue.
 */
function isLeftToKueue(live: Job, wanted: RenderedJob): boolean {
  return isInQueue(live) || (live.spec?.suspend === true && isInQueue(wanted));
}

/** Kueue goes by the Job's own label. */
export function isInQueue({ metadata }: Pick<Job, "metadata">): boolean {
  return metadata?.labels?.[QUEUE_LABEL] !== undefined;
}

/** A Job without its labels is not watched, and nobody would hear of its end. One that waits can go to another queue. */
function metadataDiff(live: Job, { metadata }: RenderedJob): JobPatch["metadata"] {
  if (isJobFinished(live)) return undefined;
  const names = [NAME_LABEL, RUN_LABEL, ...(live.spec?.suspend ? KUEUE_LABELS : [])];
  const labels = missing(names, live.metadata?.labels, metadata.labels);
  const annotations = missing([TEMPLATE_HASH_ANNOTATION], live.metadata?.annotations, metadata.annotations);
  return labels || annotations ? defined({ labels, annotations }) : undefined;
}

type Entries = Record<string, string>;

function missing(keys: readonly string[], live: Entries = {}, wanted: Entries = {}): Entries | undefined {
  const changed = keys.flatMap((key): [string, string][] => {
    const value = wanted[key];
    return value === undefined || value === live[key] ? [] : [[key, value]];
  });
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

/** Whether a live Job takes the completions of a spec in place: isElasticEdit. */
export function takesCompletions(live: Job, asked: Asked, hash: string, wanted: BatchTaskSpec): boolean {
  const isIndexedJob = !isJobFinished(live) && live.spec?.completionMode === "Indexed";
  return isIndexedJob && isElasticEdit(asked, { hash, completions: live.spec?.completions }, wanted);
}

function fieldsToSync(live: Job, inPlace: boolean): readonly (keyof Fields)[] {
  if (isJobFinished(live)) return ["ttlSecondsAfterFinished"];
  return inPlace ? [...MUTABLE_FIELDS, "completions"] : MUTABLE_FIELDS;
}
