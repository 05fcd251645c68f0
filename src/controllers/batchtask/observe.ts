import type { BatchTask } from "../../api/batchtask.ts";
import { defined } from "../../api/defined.ts";
import { RERUN_ANNOTATION } from "../../api/group.ts";
import type { Job } from "../../api/job.ts";
import { BATCHTASKS } from "../../api/resources.ts";
import type { BatchTaskStatus } from "../../api/status.ts";
import { withFirstRun } from "../../job/new-run.ts";
import { withAskedOverrides } from "../../job/overrides.ts";
import type { Client } from "../../kube/client.ts";
import { isBeingDeleted } from "../../kube/object.ts";
import type { Store } from "../../kube/store/store.ts";
import type { Inquiries } from "./diagnosis/inquiries.ts";
import type { Vitals } from "./diagnosis/vitals.ts";
import { type Diagnosis, diagnose } from "./diagnosis/diagnose.ts";
import { findJob } from "./live-job.ts";
import type { EarlierJobs } from "./earlier-jobs.ts";
import type { OwnJob } from "./own-job.ts";
import type { Unstarted } from "./unstarted.ts";
import type { StatusWriter } from "./status-writer/status-writer.ts";

/** The world as one reconcile sees it. */
export interface Observed extends Diagnosis {
  task: BatchTask;
  /** The status that is written; that of `task` may know more. */
  recorded?: BatchTaskStatus | undefined;
  /** The Job of `task.status.run`, when it exists and is ours. */
  job?: Job | undefined;
  /** The first run is not on record, and another process may have had to do with it: it is recorded before its Job is made. */
  needsRecord?: boolean;
  /** Milliseconds since the epoch. */
  now: number;
}

export interface Reads {
  tasks: Store<BatchTask>;
  ownJob: OwnJob;
  client: Client;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Told when a cached task turned out to be old before a Job was created for it. Must not throw. */
  onStale: () => void;
  inquiries: Inquiries;
  vitals: Vitals;
  unstarted: Pick<Unstarted, "has">;
  earlierJobs: EarlierJobs;
  statusWriter: Pick<StatusWriter, "withUnwritten">;
}

export interface ObserveOptions {
  signal: AbortSignal;
  /** A version of the task whose run is known to have no Job: it was recorded a moment ago, or can't be created. */
  withoutJob?: string | undefined;
}

/**
 * The only reader. Reads caches, and asks the API server itself where a cache that is behind would do harm:
 * - a run has no Job, and not this process alone can have made one: its Job is about to be created. One that took over
 *   the work with a cache that is behind would see so, too, of a run whose Job has come, ended and been removed, and
 *   start it once more. So would one whose predecessor ended before it could record the Job: its events tell (findJob).
 * - a Job that must exist is not in the cache: it is about to be declared lost.
 * A first run that is not on record is seen as if it were. Pods and events are read where something is wrong with the
 * run, beside the work (diagnose).
 * undefined: there is nothing to do for the key.
 */
export async function observe(
  reads: Reads,
  key: string,
  options: ObserveOptions,
): Promise<Observed | undefined> {
  const current = await readTask(reads, key, options);
  if (!current) return undefined;
  const { recorded, hasNoJob } = current;
  const found = await readJob(reads, current.known, hasNoJob, options.signal);
  const { job } = found;
  const task = recorded?.run ? found.task : heeding(found.task, job);
  const now = reads.now();
  const needsRecord = !recorded?.run && !hasNoJob;
  return { task, recorded, job, needsRecord, now, ...diagnose(reads, { task, job, now }) };
}

interface CurrentTask {
  /** With what is known of its run and not on record yet. */
  known: BatchTask;
  recorded: BatchTaskStatus | undefined;
  /** Nobody can have made a Job of its run. */
  hasNoJob: boolean;
}

/** The cached task; the present one where its run is under way, the cache has no Job of it, and there may be one. */
async function readTask(
  reads: Reads,
  key: string,
  { signal, withoutJob }: ObserveOptions,
): Promise<CurrentTask | undefined> {
  const cached = reads.tasks.get(key);
  if (!cached || isBeingDeleted(cached)) return undefined;
  const { metadata } = cached;
  const hasNoJob =
    (withoutJob !== undefined && metadata.resourceVersion === withoutJob) || reads.unstarted.has(cached);
  const asKnown = (task: BatchTask): CurrentTask => ({
    known: withFirstRun(reads.statusWriter.withUnwritten(task)),
    recorded: task.status,
    hasNoJob,
  });
  const current = asKnown(cached);
  if (hasNoJob || !isUnderWay(current.known) || reads.ownJob(current.known)) return current;
  const live = await liveTask(reads, cached, signal);
  return live && !isBeingDeleted(live) ? asKnown(live) : undefined;
}

/** The run's Job: of the cache, else the one that the API server has. The task as it is known by then. */
async function readJob(
  reads: Reads,
  task: BatchTask,
  hasNoJob: boolean,
  signal: AbortSignal,
): Promise<{ task: BatchTask; job?: Job | undefined }> {
  const job = reads.ownJob(task);
  if (job || hasNoJob || !isUnderWay(task)) return { task, job };
  return findJob(reads, task, signal);
}

/** Which rerun a first run that is not on record has heeded, and with what overrides, is told by its Job. */
export function heeding(task: BatchTask, job: Job | undefined): BatchTask {
  if (!job || task.status?.run?.number !== 1) return task;
  const { annotations } = job.metadata ?? {};
  const { lastHandledRerun: _, ...status } = task.status;
  const run = withAskedOverrides(task.status.run, annotations);
  const heeded = defined({ lastHandledRerun: annotations?.[RERUN_ANNOTATION] });
  return { ...task, status: { ...status, ...heeded, run } };
}

/** A run has not ended. */
function isUnderWay({ status }: BatchTask): boolean {
  return status?.run !== undefined && status.run.completionTime === undefined;
}

/** The present state of a task, put into the cache if that was behind; undefined where it is gone. */
async function liveTask(
  { client, tasks, onStale }: Reads,
  cached: BatchTask,
  signal: AbortSignal,
): Promise<BatchTask | undefined> {
  const { namespace, name, uid, resourceVersion } = cached.metadata;
  const live = await client.get(BATCHTASKS, { namespace, name }, { signal });
  if (live?.metadata.resourceVersion === resourceVersion) return cached;
  onStale();
  if (!live) return undefined;
  tasks.upsert(live);
  return live.metadata.uid === uid ? live : undefined;
}
