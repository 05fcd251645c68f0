import { defined } from "../../api/defined.ts";
import type { Failure } from "../../api/failure.ts";
import type { Job } from "../../api/job.ts";
import { harmless } from "../harmless.ts";
import type { Evidence } from "./evidence.ts";
import { eventsSay, podsCreated, podsDeleted } from "./events-say.ts";
import { hintFor } from "./hints.ts";

/**
 * The name of the last pod of a run that is gone and that the Job controller has not deleted itself; undefined: there is
 * none, or the Job's events have gone, too, or not all of its pods are known.
 */
export function gonePod({
  pods,
  jobEvents,
  isWhole,
}: Pick<Evidence, "pods" | "jobEvents" | "isWhole">): string | undefined {
  if (isWhole === false) return undefined;
  const others = new Set([...pods.map(({ metadata }) => metadata?.name), ...podsDeleted(jobEvents)]);
  return podsCreated(jobEvents).findLast((name) => !others.has(name));
}

/** Of a run whose pod is gone: what the events about it tell, else that somebody has deleted it. */
export function vanished(evidence: Evidence, job: Job): Failure | undefined {
  const pod = gonePod(evidence);
  if (pod === undefined) return undefined;
  const told = eventsSay(
    evidence.podEvents.filter(({ involvedObject }) => involvedObject.name === pod),
    true,
  );
  const { reason, message } = told ?? {
    reason: "PodDeleted",
    message: `Its pod ${pod} was deleted from outside`,
  };
  return defined({
    reason,
    message: harmless(message),
    pod,
    container: told?.container,
    attempt: Math.max(1, job.status?.failed ?? 1),
    hint: hintFor(reason, { message: harmless(message) }),
  });
}

/**
 * Of a run that has failed, whose pods are all gone without a word: none of them is left, and the Job controller, which
 * tells of what it deletes, has deleted none. Events go after an hour, and those of a long run's pods with them.
 */
export function vanishedSilently({ pods, jobEvents, isWhole }: Evidence, said: Failure): Failure | undefined {
  const isGone = isWhole === true && pods.length === 0 && podsDeleted(jobEvents).length === 0;
  if (!isGone || said.reason !== "BackoffLimitExceeded") return undefined;
  return { reason: "PodDeleted", message: "Its pods were deleted from outside" };
}
