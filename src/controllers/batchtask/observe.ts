import type { BatchTask } from "../../api/batchtask.ts";
import type { Job } from "../../api/job.ts";
import { BATCHTASKS } from "../../api/resources.ts";
import type { BatchTaskStatus } from "../../api/status.ts";
import type { Client } from "../../kube/client.ts";
import type { Store } from "../../kube/store/store.ts";
import type { TokenBucket } from "../../kube/token-bucket.ts";
import type { Evidence } from "../../status/failure/evidence.ts";
import { diagnose } from "./diagnosis/diagnose.ts";
import { findJob } from "./live-job.ts";
import type { OwnJob } from "./own-job.ts";
import type { StatusWriter } from "./status-writer/status-writer.ts";

/** The world as one reconcile sees it. */
export interface Observed {
  task: BatchTask;
  /** The status that is written; that of `task` may know more. */
  recorded?: BatchTaskStatus | undefined;
  /** The Job of `task.status.run`, when it exists and is ours. */
  job?: Job | undefined;
  /** Pods and events of the run, where something is wrong. */
  evidence?: Evidence | undefined;
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
  /**
   * Whether one more run may be asked now why no pod of it runs. Where thousands wait for the Job controller,
   * asking all of them would slow it down further: the API server reads all events of a namespace for each answer.
   */
  startDiagnoses: TokenBucket;
  statusWriter: Pick<StatusWriter, "withUnwritten">;
}

export interface ObserveOptions {
  signal: AbortSignal;
  /** A version of the task whose run is known to have no Job: it was recorded a moment ago, or can't be created. */
  withoutJob?: string | undefined;
}

/**
 * The only reader. Reads caches, and asks the API server itself where a cache that is behind would do harm:
 * - a run is recorded and has no Job: its Job is about to be created. One that took over the work with a cache that
 *   is behind would see so, too, of a run whose Job has come, ended and been removed, and start it once more. So
 *   would one whose predecessor ended before it could record the Job: its events tell (findJob).
 * - a Job that must exist is not in the cache: it is about to be declared lost.
 * Pods and events are read where something is wrong with the run (diagnose).
 * undefined: there is nothing to do for the key.
 */
export async function observe(
  reads: Reads,
  key: string,
  options: ObserveOptions,
): Promise<Observed | undefined> {
  const current = await readTask(reads, key, options);
  if (!current) return undefined;
  const known = reads.statusWriter.withUnwritten(current.task);
  const { task, job } = await readJob(reads, known, current.hasNoJob, options.signal);
  const now = reads.now();
  const evidence = await diagnose(reads, { task, job, now }, options.signal);
  return { task, recorded: current.task.status, job, evidence, now };
}

interface CurrentTask {
  task: BatchTask;
  /** ObserveOptions.withoutJob is this version. */
  hasNoJob: boolean;
}

/** The cached task; the present one where its run is under way and the cache has no Job of it. */
async function readTask(
  reads: Reads,
  key: string,
  { signal, withoutJob }: ObserveOptions,
): Promise<CurrentTask | undefined> {
  const cached = reads.tasks.get(key);
  if (!cached || isBeingDeleted(cached)) return undefined;
  const hasNoJob = withoutJob !== undefined && cached.metadata.resourceVersion === withoutJob;
  if (hasNoJob || !isUnderWay(cached) || reads.ownJob(cached)) return { task: cached, hasNoJob };
  const task = await liveTask(reads, cached, signal);
  return task && !isBeingDeleted(task) ? { task, hasNoJob } : undefined;
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
  return findJob(reads.client, task, signal);
}

const isBeingDeleted = (task: BatchTask): boolean => task.metadata.deletionTimestamp !== undefined;

/** A run is recorded and has not ended. */
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
