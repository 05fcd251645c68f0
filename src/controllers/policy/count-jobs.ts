import { NAME_LABEL } from "../../api/group.ts";
import type { BatchTaskPolicy } from "../../api/policy/policy.ts";
import type { JobCounts } from "../../api/policy/status.ts";
import { CRONJOBS, JOBS } from "../../api/resources.ts";
import {
  cronJobSubject,
  judgeEnforced,
  jobSubject,
  type JobSubject,
  resultOf,
} from "../../guardrails/jobs/subject.ts";
import { policyOf, type RawKind } from "../../guardrails/rule.ts";
import type { Client } from "../../kube/client.ts";
import { visitInTurns } from "../../kube/clock.ts";
import { walkPages } from "../../kube/pages.ts";
import type { NamespaceGuardrails } from "./namespace-guardrails.ts";

/** So many Jobs are judged in one turn of the event loop. */
const JOBS_PER_TURN = 10;

export interface Walk {
  client: Pick<Client, "list">;
  guardrails: Pick<NamespaceGuardrails, "matching">;
  /** By which exemptions hold: milliseconds since the epoch. */
  now: number;
  signal: AbortSignal;
}

/**
 * What each policy says of the Jobs, or CronJobs, that are there, by the policy's name. They are read page by page, and
 * nothing is kept of them. Rejects as the client does.
 * @param policies those that apply to the kind; one that is edited meanwhile is counted no further
 */
export async function countJobs(
  kind: RawKind,
  policies: readonly BatchTaskPolicy[],
  { client, guardrails, now, signal }: Walk,
): Promise<Map<string, JobCounts>> {
  const tallies = new Map(policies.map((policy) => [policy.metadata.name, tallyOf(policy, now)]));
  const visit = (job: JobSubject | undefined): void => {
    if (!job) return;
    for (const { metadata } of guardrails.matching(job.namespace)) {
      const tally = tallies.get(metadata.name);
      if (tally?.generation === metadata.generation) tally.add(job);
    }
  };
  for await (const page of subjects(kind, client, signal)) await visitInTurns(page, JOBS_PER_TURN, visit);
  return new Map([...tallies].map(([name, { counts }]) => [name, counts]));
}

async function* subjects(
  kind: RawKind,
  client: Walk["client"],
  signal: AbortSignal,
): AsyncGenerator<(JobSubject | undefined)[]> {
  if (kind === "CronJob")
    for await (const page of walkPages(client, CRONJOBS, { signal })) yield page.map(cronJobSubject);
  // The operator's own may be tens of thousands, and none of them counts.
  else
    for await (const page of walkPages(client, JOBS, { labelSelector: `!${NAME_LABEL}`, signal }))
      yield page.map(jobSubject);
}

function tallyOf({ metadata, spec }: BatchTaskPolicy, now: number) {
  const judging = [policyOf({ metadata, spec })];
  const counts: JobCounts = { matched: 0, warned: 0, rejected: 0 };
  return {
    generation: metadata.generation,
    counts,
    add(job: JobSubject): void {
      const result = resultOf(judgeEnforced(job, judging, now));
      counts.matched += 1;
      if (result === "Warned") counts.warned += 1;
      if (result === "Refused") counts.rejected += 1;
    },
  };
}
