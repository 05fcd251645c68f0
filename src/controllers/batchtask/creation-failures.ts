import type { Problem } from "../../status/problem.ts";
import type { BatchTask } from "../../api/batchtask.ts";
import { ApiError, mayBeDone } from "../../kube/errors.ts";
import { keyOf } from "../../kube/object.ts";

/** Creations of Jobs that failed without being refused for good, by task. It forgets with the process. */
export interface CreationFailures {
  /**
   * A server's error, as that of a webhook which can't be called: what it means for the task once it has come three
   * times in a row. undefined: it is to be tried again, and nothing told. What the API server puts off, or no answer, is
   * no such error.
   */
  problem(task: BatchTask, error: unknown): Problem | undefined;
  /**
   * The version of a task of which this process tried to create the run's Job, and certainly has not: while it is the
   * cached one, neither the task nor what may have come of the Job has to be asked about. undefined: there is none.
   */
  versionWithoutJob(key: string): string | undefined;
  forget(key: string): void;
}

interface Entry {
  uid: string;
  /** How often in a row, and since when, in milliseconds since the epoch. */
  count: number;
  since: number;
  run: number | undefined;
  /** One of them may have been carried out all the same; it stays so. */
  mayBeThere: boolean;
  /** Of the task; undefined where the Job may be there. */
  version: string | undefined;
}

/** What fails so often in a row is told, while it is tried again. */
const WORTH_TELLING = 3;

/** @param now milliseconds since the epoch */
export function createCreationFailures(now: () => number): CreationFailures {
  const entries = new Map<string, Entry>();

  /** What is known of the run so far. */
  function rowOf(task: BatchTask): Entry {
    const { uid } = task.metadata;
    const run = task.status?.run?.number;
    const known = entries.get(keyOf(task));
    if (known?.uid === uid && known.run === run) return known;
    return { uid, run, count: 0, since: now(), mayBeThere: false, version: undefined };
  }

  return {
    problem(task, error) {
      if (!mayBeDone(error)) return undefined;
      const { since, ...before } = rowOf(task);
      const isServers = error instanceof ApiError && error.status >= 500;
      const count = before.count + (isServers ? 1 : 0);
      const mayBeThere = before.mayBeThere || !isBeforeStorage(error);
      const version = mayBeThere ? undefined : task.metadata.resourceVersion;
      entries.set(keyOf(task), { ...before, since, count, mayBeThere, version });
      if (!isServers || count < WORTH_TELLING) return undefined;
      return { kind: "CreateFailing", message: error.detail, since };
    },
    versionWithoutJob: (key) => entries.get(key)?.version,
    forget: (key) => void entries.delete(key),
  };
}

/** A webhook is called before anything is stored (admission's dispatcher in k8s.io/apiserver). */
function isBeforeStorage(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  const { status, detail, afterLostAnswer } = error;
  return status === 500 && !afterLostAnswer && /failed calling webhook|failed to call webhook/.test(detail);
}
