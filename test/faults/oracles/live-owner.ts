import type { Evidence } from "../run/evidence.ts";
import { taskUidOf } from "./owner.ts";

/**
 * Kubernetes has no "create only while the owner exists": a task may be deleted while the creation is on its way.
 * That excuses a moment, and no more; the garbage collector takes such a Job.
 */
const ON_ITS_WAY_MS = 250;

/** No Job is made for a task that is gone. */
export function liveOwner({ taskSights, jobSights }: Evidence): string[] {
  const goneAt = new Map(
    taskSights
      .filter(({ type }) => type === "DELETED")
      .map(({ at, object }) => [object.metadata?.uid ?? "", at]),
  );
  return jobSights
    .filter(({ type, at, object }) => {
      const gone = goneAt.get(taskUidOf(object) ?? "");
      return type === "ADDED" && gone !== undefined && at > gone + ON_ITS_WAY_MS;
    })
    .map(({ object }) => `Job ${object.metadata?.name} was made for a task that had been deleted`);
}
