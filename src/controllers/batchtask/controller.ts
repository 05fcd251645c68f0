import { createRefusedTtls } from "./refused-ttls.ts";
import type { BatchTask } from "../../api/batchtask.ts";
import type { Client } from "../../kube/client.ts";
import type { Clock } from "../../kube/clock.ts";
import { type Controller, createController } from "../../kube/controller.ts";
import type { Logger } from "../../kube/log.ts";
import type { ControllerMetrics } from "../../kube/metrics.ts";
import type { TokenBucket } from "../../kube/token-bucket.ts";
import type { WorkQueue } from "../../kube/workqueue/workqueue.ts";
import type { TaskEvent } from "../../status/events.ts";
import type { NamespaceGuardrails } from "../policy/namespace-guardrails.ts";
import { createSlots } from "./concurrency/slots.ts";
import { createCreationFailures } from "./creation-failures.ts";
import { ownJobIn } from "./own-job.ts";
import { reconcile, type ReconcileOptions } from "./reconcile.ts";
import type { Deferral } from "./status-writer/deferral.ts";
import { createStatusWriter, type StatusStep } from "./status-writer/status-writer.ts";
import { type WatchedStores, watch } from "./watches.ts";

export interface TaskControllerOptions {
  stores: WatchedStores;
  guardrails: NamespaceGuardrails;
  client: Client;
  queue: WorkQueue;
  /** Tasks that are worked on at the same time. */
  workers: number;
  deferral: Deferral;
  startDiagnoses: TokenBucket;
  clock: Clock;
  log: Logger;
  metrics: ControllerMetrics;
  graceMs: number;
  /** Told of each event of a task, after the write that it reports. Must not throw. */
  tell: (task: BatchTask, event: TaskEvent) => void;
  /** Told of each status after it was written. Must not throw. */
  onStatus: (step: StatusStep) => void;
  /** Told when a cached task turned out to be old before a Job was created for it. Must not throw. */
  onStale: () => void;
  /** Ends every request under way at once: the leadership is lost. */
  lost?: AbortSignal | undefined;
}

/** The controller of tasks. */
export interface TaskController extends Controller {
  /** Writes what was deferred. To be called once, after `run` has ended and before another process takes over. */
  flush(signal: AbortSignal): Promise<void>;
}

/** The controller's name in logs and metrics. */
export const TASK_CONTROLLER = "batchtask";

/** To be made once, when the caches are filled and work begins. */
export function createTaskController(options: TaskControllerOptions): TaskController {
  const { stores, guardrails, client, queue, clock, log, lost } = options;
  const now = (): number => clock.now();
  const statusWriter = createStatusWriter({ ...options, tasks: stores.tasks, now });
  const ownJob = ownJobIn(stores.jobs);
  const slots = createSlots({
    tasks: stores.tasks,
    ownJob,
    limit: (namespace) => guardrails.guardrails(namespace)?.merged.maxActive,
    withUnwritten: (task) => statusWriter.withUnwritten(task),
    wake: (key) => queue.add(key),
  });
  const { tasks, jobs } = stores;
  const { startDiagnoses, onStale } = options;
  const world: ReconcileOptions = {
    tasks,
    jobs,
    ownJob,
    client,
    now,
    onStale,
    startDiagnoses,
    statusWriter,
    creationFailures: createCreationFailures(now),
    refusedTtls: createRefusedTtls(({ metadata: { namespace, name } }, problem) =>
      log.warn(
        { namespace, name, problem },
        "The TTL of a finished Job can't be lowered: it is kept for ten minutes",
      ),
    ),
    slots,
    guardrails: (namespace) => guardrails.guardrails(namespace),
  };
  const one = (key: string, signal: AbortSignal) =>
    reconcile(world, key, lost ? AbortSignal.any([signal, lost]) : signal);
  watch(stores, queue, slots, clock);
  const controller = createController({ ...options, name: TASK_CONTROLLER, reconcile: one });
  return {
    run: (signal) => controller.run(signal),
    flush: (signal) => statusWriter.flush((key) => one(key, signal), log),
  };
}
