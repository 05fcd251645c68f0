import type { BatchTask } from "../api/batchtask.ts";
import type { Job } from "../api/job.ts";
import type { Run } from "../api/status.ts";
import type { Client } from "../kube/client.ts";
import type { Store } from "../kube/store.ts";
import { isOurs } from "./ownership.ts";
import { JOBS } from "./resources.ts";
import { podsRefused, stalledFor } from "./stalled.ts";

/** The world as one reconcile sees it. */
export interface Observed {
  task: BatchTask;
  /** The Job of `task.status.run`, when it exists and is ours. */
  job?: Job | undefined;
  /** Of a Job that should have pods and has none: why they are refused, and since when it is so, in ms. */
  stalled?: { refusal: string | undefined; age: number } | undefined;
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
 * in the cache, since a cache may be behind. undefined: there is nothing to do for the key.
 */
export async function observe(reads: Reads, key: string, signal: AbortSignal): Promise<Observed | undefined> {
  const task = reads.tasks.get(key);
  if (!task || task.metadata.deletionTimestamp) return undefined;
  const run = task.status?.run;
  if (!run) return { task };
  const ref = { namespace: task.metadata.namespace, name: run.jobName };
  const cached = reads.jobs.get(`${ref.namespace}/${ref.name}`);
  const job = cached ?? (mustExist(run) ? await reads.client.get(JOBS, ref, { signal }) : undefined);
  if (!job || !isOurs(job, task)) return { task };
  const stalled = run.completionTime === undefined ? await lookAtPods(reads, job, signal) : undefined;
  return { task, job, stalled };
}

/** Looks for the reason only where a Job has no pods. */
async function lookAtPods(reads: Reads, job: Job, signal: AbortSignal): Promise<Observed["stalled"]> {
  const age = stalledFor(job, reads.now());
  if (age === undefined) return undefined;
  return { age, refusal: await podsRefused(reads.client, job, { age, signal }) };
}

function mustExist(run: Run): boolean {
  return run.jobUID !== undefined && run.completionTime === undefined;
}
