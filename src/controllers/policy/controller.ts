import { isDeepStrictEqual } from "node:util";
import type { BatchTaskPolicy } from "../../api/policy/policy.ts";
import { POLICIES } from "../../api/resources.ts";
import type { Client } from "../../kube/client.ts";
import type { Clock } from "../../kube/clock.ts";
import { type Controller, createController, type Result } from "../../kube/controller.ts";
import type { Logger } from "../../kube/log.ts";
import type { ControllerMetrics } from "../../kube/metrics.ts";
import { metaTime } from "../../kube/time.ts";
import type { WorkQueue } from "../../kube/workqueue/workqueue.ts";
import { census } from "./census.ts";
import { nextExpiryIn } from "./expiry.ts";
import { createJobCounter } from "./job-counter.ts";
import type { NamespaceGuardrails } from "./namespace-guardrails.ts";
import { computePolicyStatus } from "./status.ts";
import { specChanged, type WatchedStores, watch } from "./watches.ts";

export interface PolicyControllerOptions {
  stores: WatchedStores;
  guardrails: NamespaceGuardrails;
  client: Pick<Client, "list" | "replaceStatus">;
  queue: WorkQueue;
  clock: Clock;
  log: Logger;
  metrics: ControllerMetrics;
  /** Set: another operator may watch other namespaces, so none of them writes what holds for all. */
  namespaces: readonly string[] | undefined;
  graceMs: number;
}

/** The controller's name in logs and metrics. */
export const POLICY_CONTROLLER = "policy-status";
/** All policies are looked at together, so there is one key; and one for the walks over Jobs of other tools. */
const ALL = "policies";
const JOBS_OF_OTHERS = "jobs";
/** Changes are gathered for so long; the statuses are written no more often. */
const GATHER_MS = 1_000;
/** Longer than that no timer is set. */
const LONGEST_WAIT_MS = 24 * 3_600_000;
/** Writes of one round; the rest waits for the next one. */
const MOST_WRITES = 20;
/** Longest time for a walk over all Jobs of a cluster. */
const LONGEST_MS = 10 * 60_000;

/** Keeps the statuses of policies true. */
export function createPolicyController(options: PolicyControllerOptions): Controller {
  const { stores, guardrails, client, queue, clock, log, metrics, graceMs } = options;
  const jobs = createJobCounter({ policies: () => stores.policies.list(), guardrails, client, clock, log });
  if (options.namespaces === undefined) {
    watch(stores, () => queue.addAfter(ALL, GATHER_MS));
    stores.policies.subscribe((event) => {
      if (specChanged(event)) queue.addAfter(JOBS_OF_OTHERS, GATHER_MS);
    });
    queue.addAfter(JOBS_OF_OTHERS, GATHER_MS);
  }

  /** Aborts a walk over Jobs at once: nothing is lost with it, and a stop waits for work under way. */
  const ending = new AbortController();
  /** Names of those that could not be written: the others come first, or twenty of them would keep all others away. */
  const refused = new Set<string>();

  async function countJobs(signal: AbortSignal): Promise<Result> {
    try {
      const requeueAfterMs = await jobs.count(AbortSignal.any([signal, ending.signal]));
      queue.addAfter(ALL, GATHER_MS);
      return { requeueAfterMs };
    } catch (error) {
      if (ending.signal.aborted) return {};
      throw error;
    }
  }

  async function reconcile(key: string, signal: AbortSignal): Promise<Result> {
    return key === JOBS_OF_OTHERS ? await countJobs(signal) : await writeStatuses(signal);
  }

  async function writeStatuses(signal: AbortSignal): Promise<Result> {
    const policies = stores.policies.list();
    if (policies.length === 0) return {};
    const facts = await census(
      policies.map(({ metadata }) => metadata.name),
      stores.namespaces.list().flatMap(({ metadata }) => metadata?.name ?? []),
      stores.tasks.list(),
      guardrails,
    );
    const now = metaTime(clock.now());
    const changed = policies.flatMap((policy) => {
      const seen = facts.get(policy.metadata.name);
      const status = seen && computePolicyStatus(policy, { ...seen, ofOthers: jobs.counts(policy) }, now);
      return status && !isDeepStrictEqual(status, policy.status) ? [{ ...policy, status }] : [];
    });
    const errors: unknown[] = [];
    const inTurn = changed.toSorted((a, b) => Number(isIn(refused, a)) - Number(isIn(refused, b)));
    for (const policy of inTurn.slice(0, MOST_WRITES))
      try {
        stores.policies.upsert(await client.replaceStatus(POLICIES, policy, { signal }));
        refused.delete(policy.metadata.name);
      } catch (error) {
        // One that can't be written must not keep the others away.
        signal.throwIfAborted();
        refused.add(policy.metadata.name);
        errors.push(error);
      }
    if (inTurn.slice(MOST_WRITES).some((policy) => !isIn(refused, policy)))
      return { requeueAfterMs: GATHER_MS };
    if (errors.length > 0) throw errors[0];
    const expiresIn = nextExpiryIn(policies, clock.now());
    return expiresIn === undefined ? {} : { requeueAfterMs: Math.min(expiresIn, LONGEST_WAIT_MS) };
  }

  const controller = createController({
    name: POLICY_CONTROLLER,
    reconcile,
    queue,
    workers: 2,
    clock,
    log,
    metrics,
    graceMs,
    timeoutMs: LONGEST_MS,
  });
  return {
    async run(signal) {
      signal.addEventListener("abort", () => ending.abort(signal.reason), { once: true });
      await controller.run(signal);
    },
  };
}

function isIn(names: ReadonlySet<string>, { metadata }: BatchTaskPolicy): boolean {
  return names.has(metadata.name);
}
