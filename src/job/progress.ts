import { QUEUE_LABEL } from "../api/group.ts";
import { conditionOf, type JobCondition } from "./conditions.ts";
import type { Job } from "../api/job.ts";
import type { Phase } from "../api/status.ts";

/** Where a run is, in one word for programs and one sentence for people. */
export interface JobProgress {
  phase: Phase;
  /** How a run has ended, else what goes on. */
  reason: string;
  /** Why, in a word, where `reason` does not say it. */
  cause?: string;
  message: string;
}

/**
 * Progress as a Job tells it. Complete and Failed are its terminal conditions; SuccessCriteriaMet
 * and FailureTarget say that the outcome is decided while pods still end
 * (pkg/controller/job/job_controller.go). A Job that is suspended though its task is not waits for
 * a queue; whether one in a queue of Kueue's is suspended is Kueue's to say, whatever the task asks for.
 */
export function progressOf(job: Job, suspendAsked: boolean): JobProgress {
  for (const [type, progress] of BY_CONDITION) {
    const condition = conditionOf(job, type);
    if (condition) return progress(condition, job, suspendAsked);
  }
  return running(job);
}

type Reader = (condition: JobCondition, job: Job, suspendAsked: boolean) => JobProgress;

/** The first condition that is True decides. */
const BY_CONDITION: readonly (readonly [string, Reader])[] = [
  [
    "Failed",
    ({ reason = "JobFailed", message = "The Job failed" }) => ({ phase: "Failed", reason, message }),
  ],
  ["Complete", (_, job) => ({ phase: "Succeeded", reason: "Succeeded", message: succeeded(job) })],
  ["FailureTarget", ({ message }) => finishing(`Ending as failed: ${message ?? "the Job failed"}`)],
  ["SuccessCriteriaMet", () => finishing("Ending as succeeded: the last pods are stopping")],
  [
    "Suspended",
    (_, job, suspendAsked) => (suspendAsked && queueOf(job) === undefined ? suspended : whileSuspended(job)),
  ],
];

const suspended: JobProgress = {
  phase: "Suspended",
  reason: "Suspended",
  message: "Suspended by spec.suspend; no pods run",
};

/** Of a Job that was resumed a moment ago the condition tells of before: the Job controller has yet to see it. */
function whileSuspended(job: Job): JobProgress {
  return job.spec?.suspend === true ? queued(queueOf(job)) : running(job);
}

const queueOf = ({ metadata }: Job): string | undefined => metadata?.labels?.[QUEUE_LABEL];

function queued(queue: string | undefined): JobProgress {
  const holder = queue === undefined ? "A queue" : `Kueue's queue ${queue}`;
  return { phase: "Queued", reason: "Queued", message: `${holder} holds the Job; no pods run` };
}

function finishing(message: string): JobProgress {
  return { phase: "Finishing", reason: "Finishing", message };
}

function succeeded(job: Job): string {
  const count = job.status?.succeeded ?? 0;
  return count === 1 ? "1 pod succeeded" : `${count} pods succeeded`;
}

function running(job: Job): JobProgress {
  const { active = 0, failed = 0, startTime } = job.status ?? {};
  if (startTime === undefined)
    return { phase: "Pending", reason: "Pending", message: "The Job is created and not yet started" };
  const retries = failed > 0 ? `, ${failed} failed` : "";
  return { phase: "Running", reason: "Running", message: `${active} active${retries}` };
}
