import { readyOf } from "../../api/condition.ts";
import type { BatchTask } from "../../api/batchtask.ts";
import { TEMPLATE_HASH_ANNOTATION } from "../../api/group.ts";
import type { Job } from "../../api/job.ts";
import { JOBS } from "../../api/resources.ts";
import type { Run } from "../../api/status.ts";
import { isOurs } from "../../job/ownership.ts";
import type { Client } from "../../kube/client.ts";
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
  const known = withJobUID(task, run, jobUID);
  const job = await client.get(JOBS, ref, { signal });
  if (job && isOurs(job, task))
    return { task: run.jobUID === undefined ? withHashOf(known, job) : known, job };
  const isTaken = job !== undefined && run.jobUID === undefined;
  return { task: isTaken ? task : known };
}

function withJobUID(task: BatchTask, run: Run, jobUID: string): BatchTask {
  const { status } = task;
  if (!status || run.jobUID === jobUID) return task;
  return { ...task, status: { ...status, run: { ...run, jobUID } } };
}

/** The hash of its spec goes with a Job that is not on record: an edit before its creation went into it. */
function withHashOf(task: BatchTask, { metadata }: Job): BatchTask {
  const { status } = task;
  const hash = metadata?.annotations?.[TEMPLATE_HASH_ANNOTATION];
  if (!status?.run || hash === undefined) return task;
  return { ...task, status: { ...status, run: { ...status.run, templateHash: hash } } };
}

/**
 * Of a run that is not on record it is not known. Of one that had to wait, or whose Job was refused, it was recorded that there was none; and its Job's UID is
 * recorded at once when there is one (status-writer/milestone.ts). A creation that a server's error met may have been
 * carried out.
 */
function mayHaveOne({ status }: BatchTask): boolean {
  if (status?.run?.jobUID !== undefined) return false;
  const { reason } = readyOf(status) ?? {};
  return reason === undefined || reason === "Pending" || reason === "CreateFailing";
}
