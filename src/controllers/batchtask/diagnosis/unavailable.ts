import type { Job } from "../../../api/job.ts";
import { errorKind } from "../../../kube/errors.ts";
import { type Evidence, NO_EVIDENCE } from "../../../status/failure/evidence.ts";
import { finishTime } from "../../../job/conditions.ts";
import { isAboutStart, type Symptom } from "./symptom.ts";

/** How long the record of a run that has ended waits for the words about its end. */
const WORTH_WAITING_MS = 30_000;

/** A read that failed, and what it was for. */
export interface FailedRead {
  symptom: Symptom;
  /** The run's Job. */
  job: Job | undefined;
  /** Milliseconds since the epoch. */
  now: number;
}

/**
 * What only explains does not keep the facts from being recorded. Of a failure the Job itself still speaks; why no pod
 * runs stays unknown, and so does whether none does.
 * @throws the error, where the read decides what is recorded, or may soon succeed
 */
export function goOnWithout(error: unknown, { symptom, ...rest }: FailedRead): Evidence | undefined {
  if (isAboutStart(symptom)) return undefined;
  if (symptom === "JobGone" || isWorthWaiting(error, rest)) throw error;
  return NO_EVIDENCE;
}

function isWorthWaiting(error: unknown, { job, now }: Pick<FailedRead, "job" | "now">): boolean {
  if (errorKind(error) === "Terminal") return false;
  const end = job && finishTime(job);
  return end === undefined || now - Date.parse(end) <= WORTH_WAITING_MS;
}
