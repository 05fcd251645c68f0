import { readyOf } from "../../api/condition.ts";
import type { BatchTask } from "../../api/batchtask.ts";
import type { Job } from "../../api/job.ts";
import { JOBS } from "../../api/resources.ts";
import type { Run } from "../../api/status.ts";
import { isOurs } from "../../job/ownership.ts";
import type { Client } from "../../kube/client.ts";
import { asTold } from "./own-job.ts";
import type { EarlierJobs } from "./earlier-jobs.ts";

/** A run that is under way, and its Job as the API server has it. */
export interface LiveJob {
  /** As it is known by now: of a Job that is gone and was not on record, the UID too. */
  task: BatchTask;
  job?: Job | undefined;
}

/** What a Job is asked about with. */
export interface Finding {
  client: Pick<Client, "get">;
  earlierJobs: EarlierJobs;
}

/**
 * Asks the API server for the Job of a run that is under way and has none in the cache.
 *
 * Where an earlier process has recorded the run and the record names no Job, either none was created, or that process
 * ended before it could record the UID, and the Job may have come and gone since. Its events tell, for as long as the
 * API server keeps them (an hour by default); a Job's name is used once, so events under it are about the run's own
 * Job, unless somebody else has taken the name.
 */
export async function findJob(
  { client, earlierJobs }: Finding,
  task: BatchTask,
  signal: AbortSignal,
): Promise<LiveJob> {
  const { status } = task;
  const run = status?.run;
  if (!run) return { task };
  const ref = { namespace: task.metadata.namespace, name: run.jobName };
  const jobUID = mayHaveOne(task) ? await earlierJobs.uidOf(ref, signal) : run.jobUID;
  if (jobUID === undefined) return { task };
  const found = await client.get(JOBS, ref, { signal });
  const job = found && isOurs(found, task) ? found : undefined;
  // What is on record stays; and of a name that somebody else has taken the events tell nothing.
  if (run.jobUID !== undefined || (found && !job)) return { task, job };
  return { task: withRun(task, asTold({ ...run, jobUID }, job)), job };
}

function withRun(task: BatchTask, run: Run): BatchTask {
  return task.status ? { ...task, status: { ...task.status, run } } : task;
}

/**
 * Of a run that is not on record it is not known. Of one that had to wait, or whose Job was refused, it was recorded
 * that there was none; and its Job's UID is recorded at once when there is one (status-writer/milestone.ts). A creation
 * that a server's error met may have been carried out.
 */
function mayHaveOne({ status }: BatchTask): boolean {
  if (status?.run?.jobUID !== undefined) return false;
  const { reason } = readyOf(status) ?? {};
  return reason === undefined || reason === "Pending" || reason === "CreateFailing";
}
