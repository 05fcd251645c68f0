import { isDeepStrictEqual } from "node:util";
import type { Client } from "../../kube/client.ts";
import type { Clock } from "../../kube/clock.ts";
import { createController, type Controller, type Result } from "../../kube/controller.ts";
import type { Logger } from "../../kube/log.ts";
import { createQueue } from "../../kube/workqueue/workqueue.ts";
import { mirrorPolicy } from "./status.ts";
import { census } from "./census.ts";
import { POLICIES } from "../../api/resources.ts";
import type { Caches } from "../../operator/caches.ts";
import type { Metrics } from "../../operator/metrics/metrics.ts";

export interface PolicyStatusOptions {
  caches: Caches;
  client: Client;
  clock: Clock;
  log: Logger;
  metrics: Metrics;
  /** Set: another operator may watch other namespaces, so none of them writes what holds for all. */
  namespaces: readonly string[] | undefined;
  graceMs: number;
}

const NAME = "policy-status";
/** All policies are looked at together, so there is one key. */
const ALL = "policies";
/** Changes are gathered for so long; the statuses are written no more often. */
const GATHER_MS = 1_000;
/** Writes of one round; the rest waits for the next one. */
const MOST_WRITES = 20;

/** Keeps the statuses of policies true. */
export function createPolicyStatusController(options: PolicyStatusOptions): Controller {
  const { caches, client, clock, log, metrics, namespaces, graceMs } = options;
  const queue = createQueue({ clock, metrics: metrics.queue(NAME) });
  metrics.watchQueue(NAME, queue);
  const look = () => queue.addAfter(ALL, GATHER_MS);
  if (namespaces === undefined) {
    for (const store of [caches.policies, caches.namespaces, caches.tasks]) store.subscribe(look);
    look();
  }

  async function reconcile(_key: string, signal: AbortSignal): Promise<Result> {
    const policies = caches.policies.list();
    if (policies.length === 0) return {};
    const facts = census(
      policies.map(({ metadata }) => metadata.name),
      caches.namespaces.list().flatMap(({ metadata }) => metadata?.name ?? []),
      caches.tasks.list(),
      caches.source,
    );
    const now = `${new Date(clock.now()).toISOString().slice(0, 19)}Z`;
    const changed = policies.flatMap((policy) => {
      const seen = facts.get(policy.metadata.name);
      const status = seen && mirrorPolicy(policy, seen, now);
      return status && !isDeepStrictEqual(status, policy.status) ? [{ ...policy, status }] : [];
    });
    const errors: unknown[] = [];
    for (const policy of changed.slice(0, MOST_WRITES))
      await client.replaceStatus(POLICIES, policy, { signal }).then(
        (written) => caches.policies.observe(written),
        (error: unknown) => {
          // One that can't be written must not keep the others away.
          signal.throwIfAborted();
          errors.push(error);
        },
      );
    if (errors.length > 0) throw errors[0];
    return changed.length > MOST_WRITES ? { requeueAfterMs: GATHER_MS } : {};
  }

  return createController({
    name: NAME,
    reconcile,
    queue,
    workers: 1,
    clock,
    log,
    metrics: metrics.controller(NAME),
    graceMs,
  });
}

/** Controllers that work at the same time. */
export function together(...controllers: Controller[]): Controller {
  return {
    async run(signal) {
      await Promise.all(controllers.map((controller) => controller.run(signal)));
    },
  };
}
