import { CRONJOBS, JOBS } from "../../api/resources.ts";
import {
  cronJobSubject,
  judgeEnforced,
  jobSubject,
  type JobSubject,
  resultOf,
} from "../../guardrails/jobs/subject.ts";
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
  const here = tested.filter((policy) => mayHold(policy.spec.namespaceSelector, known)).map(toPolicy);
  const task = `${kind.toLowerCase()}/${name}`;
  const judging = here.filter(({ appliesTo = [] }) => appliesTo.includes(kind));
  if (judging.length === 0) return { namespace, task, result: "NotSelected", effects: [] };
  const verdicts = judgeEnforced(job, judging, now);
  const effects = verdicts.map(
    ({ field, asked, rule, policy, message, action }): Effect => ({
      field,
      asked,
      applied: action === "Reject" ? "" : asked,
      rule,
      policy,
      message,
      ...(action === "Warn" && { warned: true }),
    }),
  );
  return { namespace, task, result: resultOf(verdicts), effects };
}
