import type { BatchTask } from "../api/batchtask.ts";
import type { Job } from "../api/job.ts";

/** metav1.OwnerReference, as far as it is looked at. */
interface Owner {
  kind: string;
  name: string;
  uid: string;
  controller?: boolean | undefined;
}

/** The owner that manages an object, if any: there is at most one. */
export function controllerOf(object: {
  metadata?: { ownerReferences?: Owner[] | undefined } | undefined;
}): Owner | undefined {
  return object.metadata?.ownerReferences?.find((owner) => owner.controller === true);
}

/** Whether a Job belongs to a task: by the UID of its controller, never by a name or a label. */
export function isOurs(job: Job, task: BatchTask): boolean {
  return controllerOf(job)?.uid === task.metadata.uid;
}

/** Who a Job belongs to, for people. */
export function describeOwner(job: Job): string {
  const owner = controllerOf(job);
  return owner ? `${owner.kind} ${owner.name}` : "nobody: it has no controller";
}
