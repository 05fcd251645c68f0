import { createScheduleCache } from "../../../src/cron/cache.ts";
import { createEarlierJobs } from "../../../src/controllers/batchtask/earlier-jobs.ts";
import { createUnstarted } from "../../../src/controllers/batchtask/unstarted.ts";
import { createJudge } from "../../../src/controllers/batchtask/judge.ts";
import { createRefusedTtls } from "../../../src/controllers/batchtask/refused-ttls.ts";
import { ownJobIn } from "../../../src/controllers/batchtask/own-job.ts";
import { createCreationFailures } from "../../../src/controllers/batchtask/creation-failures.ts";
import { createStatusWriter } from "../../../src/controllers/batchtask/status-writer/status-writer.ts";
import { createDeferral } from "../../../src/controllers/batchtask/status-writer/deferral.ts";
import type { underPolicies } from "../unguarded.ts";
import type { BatchTask } from "../../../src/api/batchtask.ts";
import type { Job } from "../../../src/api/job.ts";
import { createStore, type StoreWriter } from "../../../src/kube/store/store.ts";
import { createCacheTransforms } from "../../../src/controllers/batchtask/transform.ts";
import { createVitals } from "../../../src/controllers/batchtask/diagnosis/vitals.ts";
import { inquiriesOf, look } from "../inquiries.ts";
import type { Change, FakeApi } from "../fake-api/api.ts";
import type { Stored } from "../fake-api/kinds.ts";
import { Crash, faultyClient, type Fault, type Network } from "./network.ts";

/** One process of the operator: its caches, each as far behind as the simulation has it. */
export interface Replica {
  /** The next changes arrive at the caches. */
  deliver(counts: { tasks: number; jobs: number }): void;
  /** "crashed": the process is gone, to be replaced. "failed": it tries again later. */
  reconcile(key: string, fault?: Fault): Promise<"done" | "failed" | "crashed">;
  /** From now on nobody else writes, but for what is on its way. */
  lead(): void;
  /** There is a status that it has not written yet. */
  owes(): boolean;
}

const NEVER = new AbortController().signal;

const tell = (): void => undefined;

function onHandlerError(error: unknown): never {
  throw error;
}

export interface Surroundings {
  api: FakeApi;
  network: Network;
  guardrails: ReturnType<typeof underPolicies>;
}

/** A process that has just read everything. */
export async function createReplica(
  { api, network, guardrails }: Surroundings,
  now: () => number,
): Promise<Replica> {
  const slim = createCacheTransforms();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the fake API server stores tasks under this name only
  const asTask = (object: Stored): BatchTask => slim.task(object as BatchTask);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same, of Jobs
  const asJob = (object: Stored): Job => slim.job(object as Job);
  const tasks = createStore<BatchTask>({ onHandlerError, keep: slim.task });
  const jobs = createStore<Job>({ onHandlerError, keep: slim.job });
  const version = String(api.changes.length + 1);
  await tasks.replace(api.objects("batchtasks").map(asTask), version);
  await jobs.replace(api.objects("jobs").map(asJob), version);
  const deferral = createDeferral(now);
  const creationFailures = createCreationFailures(now);
  const refusedTtls = createRefusedTtls(() => undefined);
  const inquiries = inquiriesOf(api.client, now);
  const unstarted = createUnstarted(tasks);
  const judge = createJudge();
  const readCrons = createScheduleCache().read;
  const clock = { sleep: () => Promise.resolve() };
  const earlierJobs = createEarlierJobs({ client: api.client, jobs, clock, signal: NEVER });
  const next = { batchtasks: api.changes.length, jobs: api.changes.length };

  /** The next `count` changes of a resource, from its own cursor. */
  function advance(plural: keyof typeof next, count: number, put: (change: Change) => void): void {
    for (let left = count; left > 0 && next[plural] < api.changes.length; next[plural] += 1) {
      const change = api.changes[next[plural]];
      if (change?.plural !== plural) continue;
      put(change);
      left -= 1;
    }
  }

  return {
    lead: () => unstarted.since(String(api.changes.length + 1)),
    owes: () => deferral.size > 0,
    deliver(counts) {
      advance("batchtasks", counts.tasks, (change) => take(tasks, change, asTask));
      advance("jobs", counts.jobs, (change) => take(jobs, change, asJob));
    },
    async reconcile(key, fault) {
      const client = faultyClient(api.client, network, fault);
      try {
        const statusWriter = createStatusWriter({ client, tasks, deferral, now, tell });
        const options = {
          tasks,
          jobs,
          ownJob: ownJobIn(jobs),
          client,
          ...guardrails,
          readCrons,
          now,
          statusWriter,
          creationFailures,
          refusedTtls,
          inquiries,
          vitals: createVitals(),
          unstarted,
          judge,
          earlierJobs,
          onStale: () => network.onStale(),
        };
        await look(options, key, NEVER);
        return "done";
      } catch (error) {
        return error instanceof Crash ? "crashed" : network.failed(error);
      }
    },
  };
}

function take<T extends Stored>(
  store: StoreWriter<T>,
  { type, object }: Change,
  as: (object: Stored) => T,
): void {
  store.apply(type, as(object));
}
