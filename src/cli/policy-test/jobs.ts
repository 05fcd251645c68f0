import type { BatchTaskSpec } from "../../api/batchtask.ts";
import { CRONJOBS, JOBS } from "../../api/resources.ts";
import { clampJob } from "../../guardrails/jobs/clamp-job.ts";
import { judgeJob, type JudgedJob, SYSTEM_NAMESPACES } from "../../guardrails/jobs/judge-job.ts";
import { changed } from "../../guardrails/text/changed.ts";
import { inJobTemplate } from "../../guardrails/text/sentence.ts";
import type { Policy, RawKind } from "../../guardrails/rule.ts";
import { controllerOf } from "../../job/ownership.ts";
import type { Client } from "../../kube/client.ts";
import { listAll, type Scope } from "../../kube/reflector/list.ts";
import { type Known, mayHold } from "../policies/known.ts";
import { type PolicyLike, toPolicy } from "../policies/set.ts";
import type { Effect, Outcome } from "./outcome.ts";

/** A Job or CronJob that somebody wrote. */
export interface JobSubject {
  kind: RawKind;
  namespace: string;
  name: string;
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
  { name = "", namespace = "" }: { name?: string; namespace?: string } = {},
  spec: unknown,
): JobSubject {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a BatchTask's spec is a JobSpec, and more
  return { kind, namespace, name, spec: spec as BatchTaskSpec };
}

/** What policies would say of it, were they enforced. Pure. */
export function outcomeOfJob(
  { kind, namespace, name, spec }: JobSubject,
  tested: readonly PolicyLike[],
  known: Known,
): Outcome {
  const here = tested.filter((policy) => mayHold(policy.spec.namespaceSelector, known)).map(toPolicy);
  const task = `${kind.toLowerCase()}/${name}`;
  const judging = here.filter(({ appliesTo = [] }) => appliesTo.includes(kind));
  if (judging.length === 0) return { namespace, task, result: "NotSelected", effects: [] };
  const effects = judging.flatMap((policy) => effectsOf({ kind, spec }, { ...policy, mode: "Enforce" }));
  return { namespace, task, result: resultOf(effects), effects };
}

/** What one policy clamps and fills in on a server that can, and what it says of the rest. */
function effectsOf(job: JudgedJob, policy: Policy): Effect[] {
  const { spec, adjustments } = clampJob(job, policy);
  const verdicts = judgeJob({ ...job, spec }, policy).map(
    ({ field, asked, rule, message, action }): Effect => ({
      field,
      asked,
      applied: action === "Reject" ? "" : asked,
      rule,
      policy: policy.name,
      message,
      ...(action === "Warn" && { warned: true }),
    }),
  );
  const told = (text: string): string => (job.kind === "CronJob" ? inJobTemplate(text) : text);
  const changes = adjustments.map(
    ({ asked = "", ...one }): Effect => ({
      ...one,
      asked,
      message: told(changed({ ...one, asked: asked || undefined })),
    }),
  );
  return [...verdicts, ...changes];
}

function resultOf(effects: readonly Effect[]): Outcome["result"] {
  if (effects.some(({ applied, warned }) => applied === "" && warned !== true)) return "Refused";
  if (effects.some(({ warned }) => warned === true)) return "Warned";
  return effects.some(({ asked }) => asked !== "") ? "Adjusted" : "Unchanged";
}
