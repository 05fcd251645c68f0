import type { ClusterAccess } from "../kube/access/access.ts";
import { createClient } from "../kube/client.ts";
import type { Clock } from "../kube/clock.ts";
import { createController } from "../kube/controller.ts";
import { createEventRecorder } from "../kube/events.ts";
import type { Logger } from "../kube/log.ts";
import { createQueue } from "../kube/queue.ts";
import { createTransport } from "../kube/transport.ts";
import { reconcile } from "../reconcile/reconcile.ts";
import { type Caches, createCaches } from "./caches.ts";
import { reportAdmission } from "./admission.ts";
import { createTaskLine } from "./line.ts";
import type { Metrics } from "./metrics.ts";
import { createPolicyStatusController, together } from "./policy-status.ts";
import type { Config } from "./settings.ts";

export interface OperatorOptions {
  access: ClusterAccess;
  config: Pick<Config, "namespace" | "workers" | "shutdownSeconds">;
  /** Name of this instance, for events. */
  instance: string;
  clock: Clock;
  random: () => number;
  newId: () => string;
  log: Logger;
  metrics: Metrics;
}

export interface Operator {
  /** Works until the signal aborts, ends what is under way, and resolves. */
  run(signal: AbortSignal): Promise<void>;
  /** What it still waits for; undefined once it serves. */
  notReady(): string | undefined;
}

const NAME = "batchtask-operator";

/** Puts the parts together: caches → queue → workers → reconcile. */
export function createOperator(options: OperatorOptions): Operator {
  const { access, config, clock, random, log, metrics } = options;
  const transport = createTransport({ access, clock, random, userAgent: NAME, metrics: metrics.transport });
  const client = createClient(transport, {
    fieldManager: NAME,
    onWarning: (warning) => log.warn(warning, "The API server warns"),
  });
  const queue = createQueue({ clock, metrics: metrics.queue });
  metrics.watchQueue(queue);
  const caches = createCaches({
    transport,
    client,
    queue,
    namespace: config.namespace,
    clock,
    random,
    log,
    metrics,
  });
  const reporter = { controller: `batchtask.dev/${NAME}`, instance: options.instance };
  const recorder = createEventRecorder({
    client,
    reporter,
    clock,
    random,
    newId: options.newId,
    log,
    metrics: metrics.events,
  });
  const world = {
    ...caches,
    client,
    guardrails: (namespace: string) => caches.source.guardrails(namespace),
    line: createTaskLine(caches, queue),
    now: () => clock.now(),
    tell: (
      regarding: Parameters<typeof recorder.record>[0]["regarding"],
      event: Omit<Parameters<typeof recorder.record>[0], "regarding">,
    ) => recorder.record({ regarding, ...event }),
  };
  const graceMs = config.shutdownSeconds * 500;
  const { namespace } = config;
  const policyStatus = createPolicyStatusController({ caches, client, clock, log, namespace, graceMs });
  const tasks = createController({
    name: "batchtask",
    reconcile: (key, signal) => reconcile(world, key, signal),
    queue,
    workers: config.workers,
    clock,
    log,
    metrics: metrics.controller,
    graceMs,
  });
  const controller = together(tasks, policyStatus);
  return {
    notReady: () => notReady(caches),
    async run(signal) {
      const watching = new AbortController();
      const watches = Promise.all(caches.reflectors.map((reflector) => reflector.run(watching.signal)));
      await serveOnceSynced();
      watching.abort();
      await recorder.flush(AbortSignal.timeout(graceMs));
      await watches;
      await transport.close();

      async function serveOnceSynced(): Promise<void> {
        try {
          await Promise.all(caches.reflectors.map((reflector) => reflector.whenSynced(signal)));
        } catch {
          return;
        }
        await reportAdmission(client, log);
        log.info({ tasks: caches.tasks.size, jobs: caches.jobs.size }, "Caches are filled; serving");
        await controller.run(signal);
      }
    },
  };
}

function notReady({ reflectors }: Caches): string | undefined {
  const waiting = reflectors.filter(({ synced }) => !synced);
  if (waiting.length === 0) return undefined;
  return waiting.map(({ lastError }) => lastError ?? "A cache is being filled").join("\n");
}
