import { readyOf } from "../../../api/ready.ts";
import type { BatchTask } from "../../../api/batchtask.ts";
import { EVENTS, JOBS } from "../../../api/resources.ts";
import type { Client } from "../../../kube/client.ts";
import { errorKind } from "../../../kube/errors.ts";
import { isOurs } from "../../../job/ownership.ts";

/**
 * A run was recorded by an earlier process, and its record names no Job: either none was created, or that process
 * ended before it could record the UID, and the Job may have come and gone since. Its events tell, for as long as the
 * API server keeps them (an hour by default). The task as it is known then; a Job's name is used once, so events
 * under it are about the run's own Job, unless somebody else has taken the name.
 */
export async function withFormerJob(
  client: Client,
  task: BatchTask,
  signal: AbortSignal,
): Promise<BatchTask> {
  const { status } = task;
  const run = status?.run;
  if (!run || run.jobUID !== undefined || !isJustRecorded(task)) return task;
  const ref = { namespace: task.metadata.namespace, name: run.jobName };
  const jobUID = await uidByEvents(client, ref, signal);
  if (jobUID === undefined) return task;
  const job = await client.get(JOBS, ref, { signal });
  if (job && !isOurs(job, task)) return task;
  return { ...task, status: { ...status, run: { ...run, jobUID } } };
}

/**
 * Of a run that had to wait, or whose Job was refused, it was recorded that there was none; and its Job's UID is
 * recorded at once when there is one (src/controllers/batchtask/status-writer/milestone.ts).
 */
function isJustRecorded({ status }: BatchTask): boolean {
  return readyOf(status)?.reason === "Pending";
}

async function uidByEvents(
  client: Client,
  { namespace, name }: { namespace: string; name: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  const fieldSelector = `involvedObject.kind=Job,involvedObject.name=${name}`;
  try {
    const { items } = await client.list(EVENTS, { namespace, fieldSelector, limit: 1, signal });
    return items[0]?.involvedObject.uid;
  } catch (error) {
    // Who may not read events would else start nothing.
    if (errorKind(error) === "Terminal") return undefined;
    throw error;
  }
}
