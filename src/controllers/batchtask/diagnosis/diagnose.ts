import type { BatchTask } from "../../../api/batchtask.ts";
import type { Job } from "../../../api/job.ts";
import type { Client } from "../../../kube/client.ts";
import type { TokenBucket } from "../../../kube/token-bucket.ts";
import type { Evidence } from "../../../status/failure/evidence.ts";
import { gatherEvidence, type JobRef } from "./gather.ts";
import { symptomOf } from "./symptom.ts";
import { goOnWithout } from "./unavailable.ts";

/** What a diagnosis reads with. */
export interface DiagnosisReads {
  client: Client;
  /** Whether one more run may be asked now why no pod of it runs. */
  startDiagnoses: TokenBucket;
}

/** A run, as caches and API server have told of it so far. */
export interface Patient {
  task: BatchTask;
  job?: Job | undefined;
  /** Milliseconds since the epoch. */
  now: number;
}

const NOT_COUNTED = (): void => undefined;

/**
 * Reads what has to be found out about a run beyond its Job: pods and events, where something is wrong. undefined:
 * nothing is wrong, or it is not the time to ask.
 */
export async function diagnose(
  { client, startDiagnoses }: DiagnosisReads,
  { task, job, now }: Patient,
  signal: AbortSignal,
): Promise<Evidence | undefined> {
  const symptom = symptomOf(task, job, now);
  if (!symptom) return undefined;
  const done = symptom === "NotStarted" ? startDiagnoses() : NOT_COUNTED;
  if (!done) return undefined;
  return gatherEvidence(client, symptom, refOf(task, job), signal)
    .catch((error: unknown) => goOnWithout(error, { symptom, job, now, signal }))
    .finally(done);
}

function refOf({ metadata, status }: BatchTask, job: Job | undefined): JobRef {
  const { jobName = "", jobUID = "" } = status?.run ?? {};
  return { namespace: metadata.namespace, jobName, jobUID: job?.metadata?.uid ?? jobUID };
}
