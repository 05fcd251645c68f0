import type { Failure } from "../../api/failure.ts";
import type { Pod } from "../../api/job.ts";
import { type End, endOf } from "./ends.ts";
import type { Evidence } from "./evidence.ts";
import { podsDeleted } from "./events-say.ts";
import { podEnd, type PodEnd } from "./pod-end.ts";

/** Names of the pods that the Job controller has deleted itself, as it tells by the Job's events. */
export function ownDeletions({ jobEvents }: Pick<Evidence, "jobEvents">): ReadonlySet<string> {
  return new Set(podsDeleted(jobEvents));
}

/** What was told of a pod before the Job's events said that its deletion was the Job controller's. */
export const isOfController = ({ reason, pod = "" }: Failure, own: ReadonlySet<string>): boolean =>
  reason === "PodDeleted" && own.has(pod);

/**
 * What remains of the pods that a run has: the Job controller deletes pods before it says that the Job fails, and of
 * those that say nothing of their own nobody from outside has deleted one.
 * @param failedAt when the Job failed, RFC 3339
 */
export function withoutOwnDeletions(
  pods: readonly Pod[],
  own: ReadonlySet<string>,
  failedAt: string | undefined,
): Pod[] {
  return pods.filter((pod) => !wasDeletedBy(own, pod, failedAt));
}

/** The pod whose container had ended in the very second in which the Job controller deleted it for that. */
export function endedWith(
  pods: readonly Pod[],
  own: ReadonlySet<string>,
  failedAt: string | undefined,
): PodEnd | undefined {
  const found = pods
    .filter((pod) => wasDeletedBy(own, pod, failedAt))
    .flatMap((pod) => podEnd(pod, failedAt) ?? []);
  const cause = found.find(({ end, at }) => end !== undefined && endOf(end) === at && !isStop(end));
  return cause && { ...cause, wasDeleted: false };
}

function wasDeletedBy(own: ReadonlySet<string>, pod: Pod, failedAt: string | undefined): boolean {
  return own.has(pod.metadata?.name ?? "") && podEnd(pod, failedAt)?.wasDeleted === true;
}

/** As a container ends that is told to stop: by SIGTERM, or by SIGKILL after that. */
const isStop = ({ terminated }: End): boolean => [137, 143].includes(terminated.exitCode);
