import { createEarlierJobs } from "../../../src/controllers/batchtask/earlier-jobs.ts";
import { createJudge } from "../../../src/controllers/batchtask/judge.ts";
import { createRefusedTtls } from "../../../src/controllers/batchtask/refused-ttls.ts";
import { ownJobIn } from "../../../src/controllers/batchtask/own-job.ts";
import { createCreationFailures } from "../../../src/controllers/batchtask/creation-failures.ts";
import type { Job } from "../../../src/api/job.ts";
import type { ReconcileOptions } from "../../../src/controllers/batchtask/reconcile.ts";
import { createDeferral } from "../../../src/controllers/batchtask/status-writer/deferral.ts";
import {
  createStatusWriter,
  type StatusWriterOptions,
} from "../../../src/controllers/batchtask/status-writer/status-writer.ts";
import type { Client } from "../../../src/kube/client.ts";
import { createVitals } from "../../../src/controllers/batchtask/diagnosis/vitals.ts";
import { createScheduleCache } from "../../../src/cron/cache.ts";
import { inquiriesOf } from "../../support/inquiries.ts";
import { noPolicies } from "../../support/unguarded.ts";
import { storeOf, taskStore } from "./stores.ts";

/** What one process reconciles with: empty caches that nothing arrives at but its own writes, and no policies. */
export function createReplica(
  client: Client,
  now: () => number,
  told: Partial<Pick<StatusWriterOptions, "tell" | "onStatus">> = {},
): ReconcileOptions {
  const tasks = taskStore();
  const deferral = createDeferral(now);
  return {
    tasks,
    ...withoutJobs(),
    client,
    now,
    statusWriter: createStatusWriter({ client, tasks, deferral, now, tell: () => undefined, ...told }),
    creationFailures: createCreationFailures(now),
    inquiries: inquiriesOf(client, now),
    vitals: createVitals(),
    unstarted: nothingUnstarted(),
    judge: createJudge(),
    readCrons: createScheduleCache().read,
    earlierJobs: createEarlierJobs({
      client,
      jobs: { list: () => [] },
      clock: { sleep: () => Promise.resolve() },
      signal: new AbortController().signal,
    }),
    refusedTtls: createRefusedTtls(() => undefined),
    ...noPolicies(),
    onStale: () => undefined,
  };
}

/** A cache of Jobs in which nothing has arrived, or nothing is left. */
export function withoutJobs(): Pick<ReconcileOptions, "jobs" | "ownJob"> {
  const jobs = storeOf<Job>();
  return { jobs, ownJob: ownJobIn(jobs) };
}

/** Of any task somebody else may have made a Job. */
export const nothingUnstarted = (): ReconcileOptions["unstarted"] => ({
  since: () => undefined,
  has: () => false,
  begin: () => undefined,
});
