import type { BatchTask } from "../../../api/batchtask.ts";
import type { Job } from "../../../api/job.ts";
import { isEnding, isJobFinished, podCounts } from "../../../job/conditions.ts";
import { keyOf } from "../../../kube/object.ts";
import type { Evidence } from "../../../status/failure/evidence.ts";
import type { JobRef } from "./gather.ts";
import type { Inquiries, Question } from "./inquiries.ts";
import { isHeld } from "../../../status/failure/begun.ts";
import { isAboutStart, symptomOf } from "./symptom.ts";
import { goOnWithout } from "./unavailable.ts";
import type { Vital, Vitals } from "./vitals.ts";

/** A run, as caches and API server have told of it so far. */
export interface Patient {
  task: BatchTask;
  job?: Job | undefined;
  /** Milliseconds since the epoch. */
  now: number;
}

/** What finds out, and what remembers. */
export interface Means {
  inquiries: Inquiries;
  vitals: Vitals;
}

/** What is known of a run beyond its Job. */
export interface Diagnosis {
  /** Pods and events of the run, where something is wrong. */
  evidence?: Evidence | undefined;
  /** The status has to wait for what is being found out. */
  awaitsEvidence?: boolean;
  vital?: Vital;
}

/**
 * What has to be found out about a run beyond its Job: pods and events, where something is wrong. They are gathered
 * beside the work: how a run failed is worth waiting for; why no pod runs yet is told when it is known.
 * @throws what kept it from being found out, where the read decides what is recorded, or may soon succeed
 */
export function diagnose({ inquiries, vitals }: Means, patient: Patient): Diagnosis {
  const { task, job, now } = patient;
  const key = keyOf(task);
  const vital = vitals.see(task, job, now);
  const symptom = symptomOf(task, job, now, vital);
  if (!symptom) {
    inquiries.forget(key);
    return { vital };
  }
  try {
    const evidence = inquiries.ask({ key, jobRef: refOf(patient), job, symptom, ...stateOf(job) });
    if (evidence && isHeld(evidence)) vitals.hold(key, job?.metadata?.uid, now);
    return { evidence, awaitsEvidence: evidence === undefined && !isAboutStart(symptom), vital };
  } catch (error) {
    return { evidence: goOnWithout(error, { symptom, job, now }), vital };
  }
}

function refOf({ task: { metadata, status }, job }: Patient): JobRef {
  const { jobName = "", jobUID = "" } = status?.run ?? {};
  return { namespace: metadata.namespace, jobName, jobUID: job?.metadata?.uid ?? jobUID };
}

function stateOf(job: Job | undefined): Pick<Question, "active" | "isEnding" | "isFinished"> {
  if (!job) return { active: 0, isEnding: false, isFinished: false };
  const { active } = podCounts(job);
  return { active, isEnding: isEnding(job), isFinished: isJobFinished(job) };
}
