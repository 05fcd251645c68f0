import type { Job, Pod } from "../../api/job.ts";
import { failureCondition } from "../../job/conditions.ts";
import { badEndsOf, type End, endOf, hasGotOver, isSidecar } from "./ends.ts";
import { byText } from "./by-text.ts";
import { deletionOf } from "./deletion.ts";
import type { Said } from "./cause.ts";
import { disruptedAt, podSays } from "./pod-says.ts";

/** How a pod came to a bad end. */
export interface PodEnd {
  pod: Pod;
  /** When, RFC 3339; "" where nobody says. */
  at: string;
  /** What the pod itself says. */
  said?: Said | undefined;
  /** The container whose end was the first one. */
  end?: End | undefined;
  /** It was deleted, and says nothing of why. */
  wasDeleted: boolean;
}

/**
 * The pod whose end is why the run failed, or tries again: the last one that ended by itself or was taken away, then one
 * that goes on with a container that has failed. The Job controller deletes the pods that are left of a run that has
 * failed: of those that were deleted before, the first one is why.
 */
export function causeAmong(job: Job, pods: readonly Pod[]): PodEnd | undefined {
  const failedAt = failureCondition(job)?.lastTransitionTime;
  const ends = pods.map((pod) => podEnd(pod, failedAt)).filter((end) => end !== undefined);
  const byThemselves = ends.filter((end) => !end.wasDeleted);
  const over = byThemselves.filter(({ pod, said }) => said !== undefined || pod.status?.phase === "Failed");
  const last = inTime(over.length > 0 ? over : byThemselves).at(-1);
  const deleted = inTime(ends.filter((end) => end.wasDeleted));
  if (failedAt !== undefined) return last ?? deleted.find(({ at }) => at <= failedAt);
  const fromOutside = deleted.at(-1);
  return last && fromOutside && last.at < fromOutside.at ? fromOutside : (last ?? fromOutside);
}

/** undefined: the pod goes on, or has ended well. */
export function podEnd(pod: Pod, failedAt?: string): PodEnd | undefined {
  if (pod.status?.phase === "Succeeded") return undefined;
  const end = endIn(pod);
  const said = podSays(pod);
  if (said) return { pod, said, end, at: disruptedAt(pod) ?? endedAt(pod, end), wasDeleted: false };
  const deletedAt = deletionOf(pod);
  if (deletedAt !== undefined && !isOwnEnd(end, deletedAt, failedAt))
    return { pod, end, at: deletedAt, wasDeleted: true };
  return hasEnded(pod, end) ? { pod, end, at: endedAt(pod, end), wasDeleted: false } : undefined;
}

const hasEnded = ({ status }: Pod, end: End | undefined): boolean =>
  end !== undefined || status?.phase === "Failed";

/** A native sidecar that was started again is no matter of a pod that goes on. */
function endIn(pod: Pod): End | undefined {
  const [end] = badEndsOf(pod);
  const isOver = pod.status?.phase === "Failed" || pod.metadata?.deletionTimestamp !== undefined;
  return end && !isOver && isSidecar(pod, end.status.name) ? undefined : end;
}

/** It ended before its pod was deleted: for good, or so often that the Job gave up and deleted it. */
function isOwnEnd(end: End | undefined, deletedAt: string, failedAt: string | undefined): boolean {
  if (!end || !isBefore(timeOf(end), deletedAt)) return false;
  return !hasGotOver(end) || (failedAt !== undefined && deletedAt >= failedAt);
}

/** When it ended; of one that nothing tells of, when it was made. */
const endedAt = ({ metadata }: Pod, end: End | undefined): string =>
  timeOf(end) || (metadata?.creationTimestamp ?? "");

const timeOf = (end: End | undefined): string => (end ? endOf(end) : "");

const isBefore = (at: string, deletedAt: string): boolean => at !== "" && at < deletedAt;

function inTime(ends: readonly PodEnd[]): PodEnd[] {
  return ends.toSorted((a, b) => byText(a.at, b.at));
}
