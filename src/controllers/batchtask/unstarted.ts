import type { BatchTask } from "../../api/batchtask.ts";
import type { Store } from "../../kube/store/store.ts";
import { compareVersions } from "../../kube/resource-version.ts";

/**
 * The tasks of which nobody can have made a Job yet: those that were created since this process began to lead, until it
 * tries to make the first one. For such a task nothing has to be read, nor recorded beforehand: its Job is the record.
 */
export interface Unstarted {
  /** This process leads, and no other can write: tasks that are created after this version of their kind are its own. */
  since(resourceVersion: string): void;
  has(task: BatchTask): boolean;
  /** A Job is about to be made: from now on there may be one, whatever comes of it. */
  begin(task: BatchTask): void;
}

/** @param tasks from now on followed */
export function createUnstarted(tasks: Pick<Store<BatchTask>, "subscribe">): Unstarted {
  const uids = new Set<string>();
  let barrier: string | undefined;

  tasks.subscribe(({ type, object, created }) => {
    const { uid, resourceVersion } = object.metadata;
    if (type === "Deleted") uids.delete(uid);
    const isLater = barrier !== undefined && compareVersions(resourceVersion, barrier) > 0;
    if (type === "Added" && created && isLater) uids.add(uid);
  });

  return {
    since(resourceVersion) {
      if (barrier === undefined || compareVersions(resourceVersion, barrier) > 0) barrier = resourceVersion;
    },
    has: ({ metadata }) => uids.has(metadata.uid),
    begin: ({ metadata }) => void uids.delete(metadata.uid),
  };
}
