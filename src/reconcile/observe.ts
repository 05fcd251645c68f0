import type { BatchTask } from "../api/batchtask.ts";
import type { Job } from "../api/job.ts";
import type { Run } from "../api/status.ts";
import type { Client } from "../kube/client.ts";
import type { Store } from "../kube/store.ts";
import type { Evidence } from "../mirror/evidence.ts";
import { gather } from "./evidence.ts";
import { inquiryOf } from "./inquiry.ts";
import { isOurs } from "./ownership.ts";
import { JOBS } from "./resources.ts";

/** The world as one reconcile sees it. */
export interface Observed {
  task: BatchTask;
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
}

/**
 * The only reader. Reads caches; asks the API server itself only when a Job that must exist is not
 * in the cache, since a cache may be behind, and when something is wrong with a run's pods.
 * undefined: there is nothing to do for the key.
 */
export async function observe(reads: Reads, key: string, signal: AbortSignal): Promise<Observed | undefined> {
  const task = reads.tasks.get(key);
  if (!task || task.metadata.deletionTimestamp) return undefined;
  const now = reads.now();
  const run = task.status?.run;
  if (!run) return { task, now };
  const { namespace } = task.metadata;
  const job = await readJob(reads, task, run, signal);
  const inquiry = inquiryOf(task, job, now);
  const jobUID = job?.metadata?.uid ?? run.jobUID;
  if (!inquiry || jobUID === undefined) return { task, job, now };
  const evidence = await gather(reads.client, inquiry, { namespace, jobName: run.jobName, jobUID }, signal);
  return { task, job, evidence, now };
}

async function readJob(
  { jobs, client }: Reads,
  task: BatchTask,
  run: Run,
  signal: AbortSignal,
): Promise<Job | undefined> {
  const ref = { namespace: task.metadata.namespace, name: run.jobName };
  const cached = jobs.get(`${ref.namespace}/${ref.name}`);
  const job = cached ?? (mustExist(run) ? await client.get(JOBS, ref, { signal }) : undefined);
  return job && isOurs(job, task) ? job : undefined;
}

function mustExist(run: Run): boolean {
  return run.jobUID !== undefined && run.completionTime === undefined;
}
