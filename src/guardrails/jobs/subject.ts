import type { BatchTaskSpec } from "../../api/batchtask.ts";
import type { CronJob, Job, ObjectMeta } from "../../api/job.ts";
import { holdingFor, type Subject } from "../exempt/exempt.ts";
import type { Policy, RawKind } from "../rule.ts";
import { judgeJob, type JobVerdict, SYSTEM_NAMESPACES } from "./judge-job.ts";

/** A Job or CronJob that somebody wrote. */
export interface JobSubject extends Subject {
  kind: RawKind;
  /** Of the Job, or of those that the CronJob makes. */
  spec: BatchTaskSpec;
}

/** A Job to be judged; undefined for one that a controller made, and for one of the cluster's own. Pure. */
export function jobSubject({ metadata, spec }: Job): JobSubject | undefined {
  const isMade = metadata?.ownerReferences?.some(({ controller }) => controller === true);
  return isMade ? undefined : subject("Job", metadata, spec);
}

/** A CronJob to be judged; undefined for one of the cluster's own. Pure. */
export function cronJobSubject({ metadata, spec }: CronJob): JobSubject | undefined {
  return subject("CronJob", metadata, spec?.jobTemplate.spec);
}

function subject(
  kind: RawKind,
  { name = "", namespace = "", labels }: ObjectMeta = {},
  spec: unknown,
): JobSubject | undefined {
  if (SYSTEM_NAMESPACES.includes(namespace)) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a BatchTask's spec is a JobSpec, and more
  return { kind, namespace, name, labels, spec: spec as BatchTaskSpec };
}

/**
 * What policies say of it, each as if it were enforced. Pure.
 * @param now by which exemptions hold: milliseconds since the epoch
 */
export function judgeEnforced(job: JobSubject, policies: readonly Policy[], now: number): JobVerdict[] {
  const { kind, spec } = job;
  return holdingFor(policies, job, now).flatMap((policy) =>
    judgeJob({ kind, spec }, { ...policy, mode: "Enforce" }),
  );
}

/** What becomes of a Job or CronJob by all that is said of it. Pure. */
export function resultOf(verdicts: readonly JobVerdict[]): "Refused" | "Warned" | "Unchanged" {
  if (verdicts.length === 0) return "Unchanged";
  return verdicts.some(({ action }) => action === "Reject") ? "Refused" : "Warned";
}
