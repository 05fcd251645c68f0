import type { BatchTaskSpec } from "../../api/batchtask.ts";
import { CRONJOBS, JOBS } from "../../api/resources.ts";
import { holdingFor, type Subject } from "../../guardrails/exempt/exempt.ts";
import { judgeJob, SYSTEM_NAMESPACES } from "../../guardrails/jobs/judge-job.ts";
import type { RawKind } from "../../guardrails/rule.ts";
import { controllerOf } from "../../job/ownership.ts";
import type { Client } from "../../kube/client.ts";
import { listAll, type Scope } from "../../kube/reflector/list.ts";
import { mayHold } from "../policies/known.ts";
import { type PolicyLike, toPolicy } from "../policies/set.ts";
import type { Beside, Effect, Outcome } from "./outcome.ts";

/** A Job or CronJob that somebody wrote. */
export interface JobSubject extends Subject {
  kind: RawKind;
  /** Of the Job, or of those that the CronJob makes. */
  spec: BatchTaskSpec;
}

/** Those that a policy is to judge: no Job that a controller made, and none of the cluster's own. */
export async function readJobs(
  client: Pick<Client, "list">,
  kinds: ReadonlySet<string>,
  scope: Scope & { signal: AbortSignal },
): Promise<JobSubject[]> {
  const jobs = kinds.has("Job") ? (await listAll(client, JOBS, scope)).items : [];
  const cronJobs = kinds.has("CronJob") ? (await listAll(client, CRONJOBS, scope)).items : [];
  const subjects = [
    ...jobs
      .filter((job) => controllerOf(job) === undefined)
      .map(({ metadata, spec }) => subject("Job", metadata, spec)),
    ...cronJobs.map(({ metadata, spec }) => subject("CronJob", metadata, spec?.jobTemplate.spec)),
  ];
  return subjects.filter(({ namespace }) => !SYSTEM_NAMESPACES.includes(namespace));
}

function subject(
  kind: RawKind,
  { name = "", namespace = "", labels }: Partial<Subject> = {},
  spec: unknown,
): JobSubject {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a BatchTask's spec is a JobSpec, and more
  return { kind, namespace, name, labels, spec: spec as BatchTaskSpec };
}

/** What policies would say of it, were they enforced. Pure. */
export function outcomeOfJob(
  subject: JobSubject,
  tested: readonly PolicyLike[],
  { known, now }: Pick<Beside, "known" | "now">,
): Outcome {
  const { kind, namespace, name, spec } = subject;
  const here = tested.filter((policy) => mayHold(policy.spec.namespaceSelector, known)).map(toPolicy);
  const task = `${kind.toLowerCase()}/${name}`;
  const judging = holdingFor(here, subject, now).filter(({ appliesTo = [] }) => appliesTo.includes(kind));
  if (judging.length === 0) return { namespace, task, result: "NotSelected", effects: [] };
  const effects = judging.flatMap((policy) =>
    judgeJob({ kind, spec }, { ...policy, mode: "Enforce" }).map(
      ({ field, asked, rule, message, action }): Effect => ({
        field,
        asked,
        applied: action === "Reject" ? "" : asked,
        rule,
        policy: policy.name,
        message,
        ...(action === "Warn" && { warned: true }),
      }),
    ),
  );
  const isRefused = effects.some(({ warned }) => warned !== true);
  const result = effects.length === 0 ? "Unchanged" : isRefused ? "Refused" : "Warned";
  return { namespace, task, result, effects };
}
