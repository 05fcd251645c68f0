import { controllerOf } from "../../job/ownership.ts";
import { compareVersions } from "../../kube/resource-version.ts";
import type { BatchTask } from "../../api/batchtask.ts";
import type { Failure } from "../../api/failure.ts";
import type { Job, Pod, KubeEvent } from "../../api/job.ts";
import { EVENTS, JOBS } from "../../api/resources.ts";
import { ApiError } from "../../kube/errors.ts";
import { inOrder } from "../logs/instances.ts";
import { podsOf, runOf } from "../logs/run.ts";
import type { Cluster } from "../cluster/connect.ts";
import { failureToCome } from "./failure-to-come.ts";
import { lagOf } from "./lag.ts";
import { logTailOf } from "./log-tail.ts";

/** A task and all around it that tells what it is doing. */
export interface TaskView {
  task: BatchTask;
  /** Undefined: there is none, or none any more. */
  job: Job | undefined;
  /** By index, then by age. */
  pods: Pod[];
  /** Of the task, its Job and the pods that are not well; the oldest first. */
  events: KubeEvent[];
  /** Why it has failed, can't start, or is going to fail. */
  failure: Failure | undefined;
  /** The last lines of the log of what has failed, where it left no message. */
  lastWords: string[];
  /** What could not be read, and why. */
  unread: string[];
  /** What shows that the status is not the present one. */
  behind?: string;
}

/** Events of so many pods are read. */
const MOST_PODS = 3;

/** Reads all of it; what one has no right to is passed over, and said. */
export async function readTaskView(
  cluster: Cluster,
  task: BatchTask,
  signal: AbortSignal,
): Promise<TaskView> {
  const unread: string[] = [];
  const attempt = async <T>(what: string, instead: T, read: () => Promise<T>): Promise<T> => {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 403) throw error;
      unread.push(`${what}: ${error.detail}`);
      return instead;
    }
  };
  const job = await attempt("the Job", undefined, () => jobOf(cluster, task, signal));
  const pods = task.status?.run
    ? await attempt("the pods", [], () => podsOf(cluster, runOf(task, undefined), signal))
    : [];
  const ordered = inOrder(pods);
  const uids = [
    task.metadata.uid,
    job?.metadata?.uid,
    ...ordered
      .filter(isUnwell)
      .slice(0, MOST_PODS)
      .map(({ metadata }) => metadata?.uid),
  ];
  const events = await attempt("the events", [], () => eventsOf(cluster, task, { uids, signal }));
  const failure = task.status?.failure ?? failureToCome(job, ordered);
  const lastWords = await attempt("the logs", [], () =>
    logTailOf(cluster, failure, ordered, signal).catch((error: unknown) => {
      if (signal.aborted || (error instanceof ApiError && error.status === 403)) throw error;
      // The node has lost them, or can't be reached.
      return [];
    }),
  );
  const behind = lagOf(task, job, cluster.now());
  return {
    task,
    job,
    pods: ordered,
    events,
    failure,
    lastWords,
    unread,
    ...(behind !== undefined && { behind }),
  };
}

async function jobOf(
  { client }: Cluster,
  { metadata, status }: BatchTask,
  signal: AbortSignal,
): Promise<Job | undefined> {
  if (!status?.run) return undefined;
  const job = await client.get(JOBS, { namespace: metadata.namespace, name: status.run.jobName }, { signal });
  return job && controllerOf(job)?.uid === metadata.uid ? job : undefined;
}

const isUnwell = ({ status }: Pod): boolean => status?.phase === "Pending" || status?.phase === "Failed";

async function eventsOf(
  { client }: Cluster,
  { metadata: { namespace } }: BatchTask,
  { uids, signal }: { uids: readonly (string | undefined)[]; signal: AbortSignal },
): Promise<KubeEvent[]> {
  const lists = await Promise.all(
    uids
      .filter((uid) => uid !== undefined)
      .map((uid) => client.list(EVENTS, { namespace, fieldSelector: `involvedObject.uid=${uid}`, signal })),
  );
  return lists.flatMap(({ items }) => items).toSorted(byTime);
}

const secondOf = (event: KubeEvent): string => timeOf(event).slice(0, "2026-01-01T00:00:00".length);

/** Some events tell the second alone; within one, the order in which the API server has got them counts. */
function byTime(a: KubeEvent, b: KubeEvent): number {
  if (secondOf(a) !== secondOf(b)) return secondOf(a) < secondOf(b) ? -1 : 1;
  return compareVersions(a.metadata.resourceVersion, b.metadata.resourceVersion);
}

/** When an event was last seen, RFC 3339. */
export function timeOf({ series, lastTimestamp, eventTime, metadata }: KubeEvent): string {
  return series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? "";
}
