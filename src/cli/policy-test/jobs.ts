import { CRONJOBS, JOBS } from "../../api/resources.ts";
import { holdingFor } from "../../guardrails/exempt/exempt.ts";
import { inNamespace } from "../../guardrails/inherited.ts";
import { clampJob } from "../../guardrails/jobs/clamp-job.ts";
import { judgeJob } from "../../guardrails/jobs/judge-job.ts";
import { cronJobSubject, jobSubject, type JobSubject } from "../../guardrails/jobs/subject.ts";
import type { Policy } from "../../guardrails/rule.ts";
import { changed } from "../../guardrails/text/changed.ts";
import { inJobTemplate } from "../../guardrails/text/sentence.ts";
import type { Client } from "../../kube/client.ts";
import { listAll, type Scope } from "../../kube/reflector/list.ts";
import { mayHold } from "../policies/known.ts";
import { type PolicyLike, toPolicy } from "../policies/set.ts";
import type { Beside, Effect, Outcome } from "./outcome.ts";

/** Those that a policy is to judge: no Job that a controller made, and none of the cluster's own. */
export async function readJobs(
  client: Pick<Client, "list">,
  kinds: ReadonlySet<string>,
  scope: Scope & { signal: AbortSignal },
): Promise<JobSubject[]> {
  const jobs = kinds.has("Job") ? (await listAll(client, JOBS, scope)).items : [];
  const cronJobs = kinds.has("CronJob") ? (await listAll(client, CRONJOBS, scope)).items : [];
  return [...jobs.map(jobSubject), ...cronJobs.map(cronJobSubject)].filter((one) => one !== undefined);
}

/** What policies would say of it, were they enforced. Pure. */
export function outcomeOfJob(
  job: JobSubject,
  tested: readonly PolicyLike[],
  { known, now }: Pick<Beside, "known" | "now">,
): Outcome {
  const { kind, namespace, name } = job;
  const here = tested
    .filter((policy) => mayHold(policy.spec.namespaceSelector, known))
    .map((policy) => inNamespace(toPolicy(policy), known.labels));
  const task = `${kind.toLowerCase()}/${name}`;
  const judging = holdingFor(here, job, now).filter(({ appliesTo = [] }) => appliesTo.includes(kind));
  if (judging.length === 0) return { namespace, task, result: "NotSelected", effects: [] };
  const effects = judging.flatMap((policy) => effectsOf(job, { ...policy, mode: "Enforce" }));
  return { namespace, task, result: resultOf(effects), effects };
}

/** What one policy clamps and fills in on a server that can, and what it says of the rest. */
function effectsOf(job: JobSubject, policy: Policy): Effect[] {
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
