import type { Failure } from "../../api/failure.ts";
import type { Job, Pod } from "../../api/job.ts";
import { NO_EVIDENCE } from "../../status/failure/evidence.ts";
import { hasEndedBadly } from "../../status/failure/ends.ts";
import { failureOfRun } from "../../status/failure/failure.ts";

/** What status tells only later: of a container that has failed in a pod that goes on. */
export function failureToCome(job: Job | undefined, pods: readonly Pod[]): Failure | undefined {
  const troubled = pods.filter((pod) => GOING_ON.has(pod.status?.phase ?? "") && hasEndedBadly(pod));
  const failure =
    job && troubled.length > 0 ? failureOfRun(job, { ...NO_EVIDENCE, pods: troubled }) : undefined;
  const pod = troubled.find(({ metadata }) => metadata?.name === failure?.pod);
  return failure && { ...failure, message: `${failure.message}; ${outlook(pod)}` };
}

const GOING_ON: ReadonlySet<string> = new Set(["Pending", "Running"]);

const outlook = (pod: Pod | undefined): string =>
  pod?.spec?.restartPolicy === "Never"
    ? "the pod fails once its other containers have ended"
    : "it is started again in its pod, which is deleted with its logs once backoffLimit is reached: read them now";
