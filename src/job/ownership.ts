import type { BatchTask } from "../api/batchtask.ts";
import type { Job } from "../api/job.ts";
import { controllerOf } from "../kube/object.ts";

/** Whether a Job belongs to a task: by the UID of its controller, never by a name or a label. */
export function isOurs(job: Job, task: BatchTask): boolean {
  return controllerOf(job)?.uid === task.metadata.uid;
}

/** Who a Job belongs to, for people. */
export function describeOwner(job: Job): string {
  const owner = controllerOf(job);
  return owner ? `${owner.kind} ${owner.name}` : "nobody: it has no controller";
}
