import type { Job, Pod } from "../../api/job.ts";
import { failureCondition } from "../../job/conditions.ts";
import { badEndsOf, type End, endOf } from "./ends.ts";
import { disruptedAt, podSays, type Said } from "./pod-says.ts";

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

/** The pod whose end is why the run failed, or tries again: the last one that ended by itself, or was taken away. */
export function causeAmong(job: Job, pods: readonly Pod[]): PodEnd | undefined {
  const ends = pods.map(podEnd).filter((end) => end !== undefined);
  const [byThemselves, deleted] = [
    ends.filter((end) => !end.wasDeleted),
    ends.filter((end) => end.wasDeleted),
  ];
  const last = latest(byThemselves);
  const failedAt = failureCondition(job)?.lastTransitionTime;
  const fromOutside = latest(deleted.filter(({ at }) => failedAt === undefined || at <= failedAt));
  // The Job controller deletes the pods that are left of a run that has failed.
  if (!fromOutside || (last && (failedAt !== undefined || last.at >= fromOutside.at))) return last;
  return fromOutside;
}

/** undefined: the pod goes on, or has ended well. */
export function podEnd(pod: Pod): PodEnd | undefined {
  if (pod.status?.phase === "Succeeded") return undefined;
  const [end] = badEndsOf(pod);
  const said = podSays(pod);
  if (said) return { pod, said, end, at: disruptedAt(pod) ?? timeOf(end), wasDeleted: false };
  const deletedAt = deletionOf(pod);
  if (deletedAt !== undefined && !isBefore(timeOf(end), deletedAt))
    return { pod, end, at: deletedAt, wasDeleted: true };
  if (end) return { pod, end, at: timeOf(end), wasDeleted: false };
  return pod.status?.phase === "Failed" ? failedSomehow(pod) : undefined;
}

const timeOf = (end: End | undefined): string => (end ? endOf(end) : "");

function failedSomehow(pod: Pod): PodEnd {
  return { pod, at: pod.metadata?.creationTimestamp ?? "", wasDeleted: false };
}

const isBefore = (at: string, deletedAt: string): boolean => at !== "" && at < deletedAt;

/** When a pod's deletion was asked for, RFC 3339: its time is when its grace is over. */
export function deletionOf({ metadata }: Pod): string | undefined {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = metadata ?? {};
  if (deletionTimestamp === undefined) return undefined;
  const asked = new Date(Date.parse(deletionTimestamp) - deletionGracePeriodSeconds * 1_000);
  return asked.toISOString().replace(/\.\d+Z$/, "Z");
}

function latest(ends: readonly PodEnd[]): PodEnd | undefined {
  return ends.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).at(-1);
}
