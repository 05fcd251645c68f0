import { defined } from "../../api/defined.ts";
import type { Failure } from "../../api/failure.ts";
import type { Job, Pod } from "../../api/job.ts";
import { failureCondition } from "../../job/conditions.ts";
import { byText } from "./by-text.ts";
import { deletionOf } from "./deletion.ts";
import { badEndsOf, type End, endOf } from "./ends.ts";
import type { Evidence } from "./evidence.ts";
import { podsDeleted } from "./events-say.ts";
import { hintFor } from "./hints.ts";
import { howEnded } from "./how-ended.ts";
import { isPastBackoffLimit } from "./past-backoff-limit.ts";
import { podEnd, type PodEnd } from "./pod-end.ts";
import { isStop, mayBeKilled } from "./signals.ts";

/** Whether the Job controller itself has deleted a pod, by its name. */
export type IsOwnDeletion = (pod: string | undefined) => boolean;

/** It tells so by the Job's events, which may come late or never, and does so where restarts are why the Job gives up. */
export function ownDeletions(
  job: Job,
  { jobEvents, pods }: Pick<Evidence, "jobEvents" | "pods">,
): IsOwnDeletion {
  if (isPastBackoffLimit(job, pods)) return () => true;
  const names = new Set(podsDeleted(jobEvents));
  return (pod = "") => names.has(pod);
}

/**
 * What remains of what was told of a pod before it was known that its deletion was the Job controller's: how its container
 * had ended, unless it was stopped.
 */
export function reconsidered(known: Failure | undefined, isOwn: IsOwnDeletion): Failure | undefined {
  if (known?.reason !== "PodDeleted" || !isOwn(known.pod)) return known;
  const { pod, container, exitCode, hint: _, ...rest } = known;
  if (exitCode === undefined || isStop(exitCode)) return undefined;
  const reason = "Error";
  const message = `Container ${container} of pod ${pod} ${howEnded(exitCode, reason)}`;
  const hint = hintFor(reason, { exitCode, message });
  return defined({ ...rest, reason, message, pod, container, exitCode, hint });
}

/**
 * What remains of the pods that a run has: the Job controller deletes pods before it says that the Job fails, and of
 * those that say nothing of their own nobody from outside has deleted one.
 */
export function withoutOwnDeletions(job: Job, pods: readonly Pod[], isOwn: IsOwnDeletion): Pod[] {
  return pods.filter((pod) => !wasDeletedBy(isOwn, pod, job));
}

/**
 * The last pod of which a container had ended by the second in which the Job controller deleted it: in that very second,
 * or before it was started again in a run that has failed for it.
 */
export function endedWith(job: Job, pods: readonly Pod[], isOwn: IsOwnDeletion): PodEnd | undefined {
  return pods
    .filter((pod) => wasDeletedBy(isOwn, pod, job))
    .flatMap((pod) => {
      const [end] = badEndsOf(pod, isBy(deletionOf(pod) ?? "")).filter((one) => isWhy(one, job));
      return end ? [{ pod, end, at: endOf(end), wasDeleted: false }] : [];
    })
    .toSorted((a, b) => byText(a.at, b.at))
    .at(-1);
}

function wasDeletedBy(isOwn: IsOwnDeletion, pod: Pod, job: Job): boolean {
  return (
    isOwn(pod.metadata?.name) && podEnd(pod, failureCondition(job)?.lastTransitionTime)?.wasDeleted === true
  );
}

/** A container that is stopped with its pod may end in the second of the deletion, too. */
function isBy(deletedAt: string): (terminated: End["terminated"]) => boolean {
  return (terminated) => {
    const { finishedAt = "" } = terminated;
    if (finishedAt === deletedAt) return !mayBeKilled(terminated);
    return finishedAt !== "" && finishedAt < deletedAt;
  };
}

/** An earlier end of a container is no matter of a run that goes on. */
function isWhy({ status, terminated }: End, job: Job): boolean {
  return failureCondition(job) !== undefined || status.state?.terminated === terminated;
}
