import type { BatchTask } from "../../api/batchtask.ts";
import type { ApiError } from "../../kube/errors.ts";
import { keyOf } from "../../kube/object.ts";

/** What the API server has said, again and again, to the creation of a run's Job. */
export interface CreationFailure {
  /** How often in a row. */
  count: number;
  /** Since when, in milliseconds since the epoch. */
  since: number;
}

/** Creations of Jobs that failed without being refused for good, by task. It forgets with the process. */
export interface CreationFailures {
  note(task: BatchTask, error: ApiError): CreationFailure;
  /**
   * Whether this process tried to create the Job of this very state of the task, and certainly has not: so neither the
   * task nor what may have come of the Job has to be asked about before it tries again.
   */
  hasNone(task: BatchTask): boolean;
  forget(key: string): void;
}

interface Entry extends CreationFailure {
  uid: string;
  run: number | undefined;
  /** Of the task; undefined where the Job may have been created all the same. */
  version: string | undefined;
}

/** @param now milliseconds since the epoch */
export function createCreationFailures(now: () => number): CreationFailures {
  const entries = new Map<string, Entry>();
  return {
    note(task, error) {
      const { uid, resourceVersion } = task.metadata;
      const run = task.status?.run?.number;
      const known = entries.get(keyOf(task));
      const { count, since } = known?.uid === uid && known.run === run ? known : { count: 0, since: now() };
      const version = isBeforeStorage(error) ? resourceVersion : undefined;
      const entry = { uid, run, count: count + 1, since, version };
      entries.set(keyOf(task), entry);
      return entry;
    },
    hasNone(task) {
      const { resourceVersion } = task.metadata;
      return resourceVersion !== undefined && entries.get(keyOf(task))?.version === resourceVersion;
    },
    forget: (key) => void entries.delete(key),
  };
}

/** A webhook is called before anything is stored (admission's dispatcher in k8s.io/apiserver). */
function isBeforeStorage({ status, detail, afterLostAnswer }: ApiError): boolean {
  return status === 500 && !afterLostAnswer && /failed calling webhook|failed to call webhook/.test(detail);
}
