import type { ClusterAccess } from "../kube/access/access.ts";
import { createClient } from "../kube/client.ts";
import type { Clock } from "../kube/clock.ts";
import { createEventRecorder } from "../kube/events/recorder.ts";
import type { Logger } from "../kube/log.ts";
import { createQueue } from "../kube/workqueue/workqueue.ts";
import { createServerClock } from "../kube/server-clock.ts";
import { wakeScheduled } from "../controllers/batchtask/wake-scheduled.ts";
import { createTransport } from "../kube/transport/transport.ts";
import { createTaskController, TASK_CONTROLLER } from "../controllers/batchtask/controller.ts";
import { createDeferral } from "../controllers/batchtask/status-writer/deferral.ts";
import { createPolicyController, POLICY_CONTROLLER } from "../controllers/policy/controller.ts";
import { createCaches } from "./caches.ts";
import { reportAdmission } from "./admission.ts";
import { notAlive, notReady } from "./health.ts";
import { createLeadership } from "./leadership.ts";
import type { Metrics } from "./metrics/metrics.ts";
import { reportOlderServer } from "./older-server.ts";
import type { Config } from "./settings.ts";

export interface OperatorOptions {
  access: ClusterAccess;
  config: Pick<
    Config,
    "namespaces" | "workers" | "shutdownSeconds" | "leaderElect" | "leaseNamespace" | "leaseName"
  >;
  /** Name of this instance, for events and as the beginning of its name in the Lease. */
  instance: string;
  clock: Clock;
  random: () => number;
  newId: () => string;
  log: Logger;
  metrics: Metrics;
}

export interface Operator {
  /**
   * Fills the caches, then works: with leader election only while it holds the Lease.
   * - "stopped": the signal aborted, and what was under way has ended;
   * - "lost": the leadership is lost. Nothing is written any more, requests under way are aborted; the process
   *   should exit, since work may hang that nobody waits for.
   */
  run(signal: AbortSignal): Promise<"stopped" | "lost">;
  /** What it still waits for; undefined once it works, or stands by to take over. */
  notReady(): string | undefined;
  /** What only a new process can heal. */
  notAlive(): string | undefined;
}

const NAME = "batchtask-operator";
/** Longest wait for an answer that only a line of the log hangs on. */
const ASK_MS = 10_000;
/** Longest wait for connections to break. */
const CLOSE_MS = 1_000;

/** With more tasks than these at once, worked on or waiting, mere progress makes room for the others. */
const BUSY_TASKS = 3;
/** A namespace has at most so many times the workers that are free: one whose webhooks hang leaves some to the others. */
const NAMESPACE_SHARE = 3;
/** This part of the workers is free for ends, however many tasks are to be started. */
const FOR_ENDS = 1 / 8;
/** Work that takes longer waits for something that leaves others alone, as one namespace's webhook. */
const HANGING_MS = 5_000;

/** Puts the parts together: caches → queue → workers → reconcile, behind the fence of the leadership. */
export function createOperator(options: OperatorOptions): Operator {
  const { access, config, random, log, metrics } = options;
  const clock = createServerClock(options.clock, () => wakeScheduled(caches.tasks, queue));
  const identity = `${options.instance}_${options.newId()}`;
  const leadership = config.leaderElect
    ? createLeadership({ access, config, identity, name: NAME, clock, random, log, metrics })
    : undefined;
  const transport = createTransport({
    access,
    clock,
    random,
    userAgent: NAME,
    metrics: metrics.transport,
    onDate: (date) => clock.heard(date),
    gate: leadership && (() => leadership.election.fence()),
  });
  const client = createClient(transport, {
    fieldManager: NAME,
    onWarning: (warning) => log.warn(warning, "The API server warns"),
  });
  const queue = createQueue({
    clock,
    metrics: metrics.queue(TASK_CONTROLLER),
    tenantShare: NAMESPACE_SHARE,
    reserved: Math.floor(config.workers * FOR_ENDS),
  });
  metrics.watchQueue(TASK_CONTROLLER, queue);
  const caches = createCaches({
    transport,
    client,
    namespaces: config.namespaces,
    clock,
    random,
    log,
    metrics,
  });
  const recorder = createEventRecorder({
    client,
    reporter: { controller: `batchtask.dev/${NAME}`, instance: options.instance },
    clock,
    random,
    newId: options.newId,
    log,
    metrics: metrics.events,
  });
  const deferral = createDeferral(
    () => clock.monotonic(),
    () => queue.pressure(HANGING_MS) > BUSY_TASKS,
  );
  /** A stop waits for work under way, then for that after its abort; what is left is for what was deferred. */
  const graceMs = config.shutdownSeconds * 250;

  /** Works until told to stop. `lost` ends every request under way at once. */
  async function work(stop: AbortSignal, lost?: AbortSignal): Promise<void> {
    const within = (signal: AbortSignal): AbortSignal => (lost ? AbortSignal.any([signal, lost]) : signal);
    const asking = within(AbortSignal.any([stop, AbortSignal.timeout(ASK_MS)]));
    void reportAdmission(client, log, asking);
    void reportOlderServer(client, log, asking);
    log.info({ tasks: caches.tasks.size, jobs: caches.jobs.size }, "Caches are filled; serving");
    const common = { stores: caches, guardrails: caches.guardrails, client, clock, log, graceMs };
    const policyQueue = createQueue({ clock, metrics: metrics.queue(POLICY_CONTROLLER) });
    metrics.watchQueue(POLICY_CONTROLLER, policyQueue);
    const policies = createPolicyController({
      ...common,
      queue: policyQueue,
      namespaces: config.namespaces,
      metrics: metrics.controller(POLICY_CONTROLLER),
    });
    const tasks = createTaskController({
      ...common,
      queue,
      deferral,
      lost,
      namespaces: config.namespaces,
      workers: config.workers,
      metrics: metrics.controller(TASK_CONTROLLER),
      tell: (regarding, event) => recorder.record({ regarding, ...event }),
      onStatus: metrics.statusWritten,
      onStale: () => metrics.caches.staleRead("batchtasks"),
    });
    exportLeading(true);
    await Promise.all([tasks, policies].map((controller) => controller.run(within(stop))));
    const soon = AbortSignal.timeout(config.shutdownSeconds * 500);
    await tasks.flush(soon);
    await recorder.flush(within(soon));
  }

  function exportLeading(leads: boolean): void {
    metrics.leading(leads);
    const source = {
      tasks: () => caches.tasks.list(),
      now: () => clock.now(),
      hasNamespace: (name: string) => !caches.seesNamespaces() || caches.namespaces.get(name) !== undefined,
    };
    metrics.watchTasks(leads ? source : undefined);
  }

  /** Works, where there is a Lease to hold only while it is held. */
  async function workInTurn(signal: AbortSignal): Promise<"stopped" | "lost"> {
    try {
      await Promise.all(caches.reflectors.map((reflector) => reflector.whenSynced(signal)));
    } catch {
      return "stopped";
    }
    if (leadership) return leadership.election.run((lost) => work(signal, lost), signal);
    await work(signal);
    return "stopped";
  }

  return {
    notReady: () => notReady(caches.reflectors) ?? leadership?.election.problem,
    notAlive: () => notAlive(caches.reflectors, queue),
    async run(signal) {
      const watching = new AbortController();
      const watches = Promise.all(caches.reflectors.map((reflector) => reflector.run(watching.signal)));
      const outcome = await workInTurn(signal).finally(() => exportLeading(false));
      watching.abort();
      const closed = Promise.all([transport.close(), leadership?.close(), watches]);
      await Promise.race([closed, clock.sleep(CLOSE_MS)]);
      return outcome;
    },
  };
}
