import type { Failure } from "../../api/failure.ts";
import type { Job } from "../../api/job.ts";
import { failureCondition } from "../../job/conditions.ts";
import { failedPods } from "./attempt.ts";
import type { Evidence } from "./evidence.ts";

/** Says of a run that goes on how many of its pods have failed that don't count: a rule of podFailurePolicy ignores them. */
export function withIgnored(failure: Failure, job: Job, { pods }: Evidence): Failure {
  const ignored = pods.filter(({ status }) => status?.phase === "Failed").length - failedPods(job);
  if (ignored <= 0 || failureCondition(job)) return failure;
  const some = ignored === 1 ? "1 failed pod" : `${ignored} failed pods`;
  return { ...failure, message: `${failure.message}; podFailurePolicy ignores ${some} of this run so far` };
}
