import type { BatchTask } from "../../api/batchtask.ts";
import type { Job } from "../../api/job.ts";
import type { BatchTaskStatus } from "../../api/status.ts";
import type { Client } from "../../kube/client.ts";
import type { Store } from "../../kube/store/store.ts";
import type { Evidence } from "../../status/failure/evidence.ts";
import type { Allowance } from "../../kube/token-bucket.ts";
import { gather, type Scene } from "./diagnosis/gather.ts";
import { withFormerJob } from "./diagnosis/former-job.ts";
import { inquiryOf } from "./diagnosis/symptom.ts";
import { isOurs } from "../../job/ownership.ts";
import type { Owed } from "./status-writer/deferral.ts";
import { goOnWithout } from "./diagnosis/unavailable.ts";
import { BATCHTASKS, JOBS } from "../../api/resources.ts";

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
  jobs: Store<Job>;
  client: Client;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Told when a cached task turned out to be old before a Job was created for it. Must not throw. */
  onStale: () => void;
  /**
   * Whether one more run may be asked now why no pod of it runs. Where thousands wait for the Job controller,
   * asking all of them would slow it down further: the API server reads all events of a namespace for each answer.
   */
  mayAsk: Allowance;
  owed: Pick<Owed, "asKnown">;
}

export interface Look {
  signal: AbortSignal;
  /** A version of the task that is known to be its present state: it was written a moment ago. */
  present?: string | undefined;
}

/**
 * The only reader. Reads caches, and asks the API server itself where a cache that is behind would do harm:
 * - a run is recorded and has no Job: its Job is about to be created. One that took over the work with a cache that
 *   is behind would see so, too, of a run whose Job has come, ended and been removed, and start it once more. So
 *   would one whose predecessor ended before it could record the Job: its events tell (withFormerJob).
 * - a Job that must exist is not in the cache: it is about to be declared lost.
 * Pods and events are read where something is wrong with the run.
 * undefined: there is nothing to do for the key.
 */
export async function observe(
  reads: Reads,
  key: string,
  { signal, present }: Look,
): Promise<Observed | undefined> {
  const cached = reads.tasks.get(key);
  if (!cached || isLeaving(cached)) return undefined;
  const job = cachedJob(reads, cached);
  if (!isUnderWay(cached) || job) return inquire(reads, asKnown(reads, cached, job), signal);
  const isPresent = present !== undefined && cached.metadata.resourceVersion === present;
  const task = isPresent ? cached : await liveTask(reads, cached, signal);
  if (!task || isLeaving(task)) return undefined;
  const seen = asKnown(reads, task, cachedJob(reads, task));
  return inquire(reads, seen.job ? seen : await withLiveJob(reads, seen, isPresent, signal), signal);
}

type Known = Pick<Observed, "task" | "recorded" | "job">;

function asKnown({ owed }: Reads, task: BatchTask, job: Job | undefined): Known {
  return { task: owed.asKnown(task), recorded: task.status, job };
}

/** @param isPresent this process has just recorded the run: it has no Job yet */
async function withLiveJob(
  reads: Reads,
  seen: Known,
  isPresent: boolean,
  signal: AbortSignal,
): Promise<Known> {
  const task = isPresent ? seen.task : await withFormerJob(reads.client, seen.task, signal);
  return { ...seen, task, job: await liveJob(reads, task, signal) };
}

const NOT_COUNTED = (): void => undefined;

/** Adds what has to be found out about the run beyond its Job. */
async function inquire(reads: Reads, seen: Known, signal: AbortSignal): Promise<Observed> {
  const { task, job } = seen;
  const now = reads.now();
  const observed = { ...seen, now };
  const inquiry = inquiryOf(task, job, now);
  if (!inquiry) return observed;
  const asked = inquiry === "Start" ? reads.mayAsk() : NOT_COUNTED;
  if (!asked) return observed;
  const evidence = await gather(reads.client, inquiry, sceneOf(task, job), signal)
    .catch((error: unknown) => goOnWithout(error, { inquiry, job, now, signal }))
    .finally(asked);
  return { ...observed, evidence };
}

function sceneOf({ metadata, status }: BatchTask, job: Job | undefined): Scene {
  const { jobName = "", jobUID = "" } = status?.run ?? {};
  return { namespace: metadata.namespace, jobName, jobUID: job?.metadata?.uid ?? jobUID };
}

const isLeaving = (task: BatchTask): boolean => task.metadata.deletionTimestamp !== undefined;

/** A run is recorded and has not ended. */
function isUnderWay({ status }: BatchTask): boolean {
  return status?.run !== undefined && status.run.completionTime === undefined;
}

function cachedJob({ jobs }: Reads, task: BatchTask): Job | undefined {
  const job = jobs.get(`${task.metadata.namespace}/${task.status?.run?.jobName}`);
  return job && isOurs(job, task) ? job : undefined;
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
  tasks.observe(live);
  return live.metadata.uid === uid ? live : undefined;
}

/** The Job of a run that is known to have had one. */
async function liveJob({ client }: Reads, task: BatchTask, signal: AbortSignal): Promise<Job | undefined> {
  const { run } = task.status ?? {};
  if (run?.jobUID === undefined || run.completionTime !== undefined) return undefined;
  const job = await client.get(JOBS, { namespace: task.metadata.namespace, name: run.jobName }, { signal });
  return job && isOurs(job, task) ? job : undefined;
}
