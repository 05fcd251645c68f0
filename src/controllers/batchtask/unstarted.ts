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
  /** By UID: the version in which the watch told of the creation. */
  const created = new Map<string, string>();
  let barrier: string | undefined;

  const isLater = (version: string): boolean =>
    barrier !== undefined && compareVersions(version, barrier) > 0;

  tasks.subscribe(({ type, object, created: isNew }) => {
    const { uid, resourceVersion } = object.metadata;
    if (type === "Deleted") created.delete(uid);
    if (type === "Added" && isNew) created.set(uid, resourceVersion);
  });

  return {
    since(resourceVersion) {
      if (barrier === undefined || isLater(resourceVersion)) barrier = resourceVersion;
      for (const [uid, version] of created) if (!isLater(version)) created.delete(uid);
    },
    has({ metadata }) {
      const version = created.get(metadata.uid);
      return version !== undefined && isLater(version);
    },
    begin: ({ metadata }) => void created.delete(metadata.uid),
  };
}
