import { isTerminalPhase } from "../../api/status.ts";
import { type BatchTask, isRerunDue } from "../../api/batchtask.ts";
import type { Job } from "../../api/job.ts";
import { conditionOf } from "../../job/conditions.ts";
import { humanDuration } from "../../status/duration.ts";

/** More than a busy operator needs, and more than the clocks of a cluster differ. */
const PATIENCE_MS = 10_000;

/** Something that the status does not tell of. */
interface Missed {
  what: string;
  /** RFC 3339; undefined: it is not known when it was, and nothing is said. */
  since: string | undefined;
}

/**
 * What shows that the operator is behind, in one sentence; undefined: nothing does. Pure.
 * @param now the API server's time, in milliseconds since the epoch: all other times here are the cluster's, too
 */
export function lagOf(task: BatchTask, job: Job | undefined, now: number): string | undefined {
  if (task.metadata.deletionTimestamp !== undefined) return undefined;
  const missed = missedOf(task, job);
  if (missed?.since === undefined || now - Date.parse(missed.since) < PATIENCE_MS) return undefined;
  const ago = humanDuration(missed.since, new Date(now).toISOString());
  return `the operator has not seen ${missed.what} ${ago} ago: is it running? kubectl batchtask check`;
}

function missedOf(task: BatchTask, job: Job | undefined): Missed | undefined {
  const { metadata, status } = task;
  const seen = status?.observedGeneration ?? -1;
  if (seen < 0) return { what: "the task, created", since: metadata.creationTimestamp };
  if (seen < metadata.generation) return { what: "the edit of", since: lastWrite(task) };
  if (isToRunAgain(task)) return { what: "the rerun asked for", since: lastWrite(task) };
  const end = status?.run?.completionTime === undefined ? endOf(job) : undefined;
  return end && { what: "that the Job ended", since: end.lastTransitionTime };
}

/** While a run goes on, a rerun waits. */
function isToRunAgain(task: BatchTask): boolean {
  const { phase } = task.status ?? {};
  return (isTerminalPhase(phase) || phase === "Scheduled") && isRerunDue(task);
}

const endOf = (job: Job | undefined) => job && (conditionOf(job, "Complete") ?? conditionOf(job, "Failed"));

/** When something other than the status was last written. */
function lastWrite({ metadata }: BatchTask): string | undefined {
  const writes = metadata.managedFields?.filter(({ subresource }) => subresource === undefined) ?? [];
  return writes
    .flatMap(({ time }) => time ?? [])
    .toSorted()
    .at(-1);
}
