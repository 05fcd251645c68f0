import { createRefusedTtls } from "./refused-ttls.ts";
import type { BatchTask } from "../../api/batchtask.ts";
import type { Client } from "../../kube/client.ts";
import type { Clock } from "../../kube/clock.ts";
import { type Controller, createController } from "../../kube/controller.ts";
import type { Logger } from "../../kube/log.ts";
import type { ControllerMetrics } from "../../kube/metrics.ts";
import type { WorkQueue } from "../../kube/workqueue/workqueue.ts";
import type { TaskEvent } from "../../status/events.ts";
import type { NamespaceGuardrails } from "../policy/namespace-guardrails.ts";
import { createSlots } from "./concurrency/slots.ts";
import { withFirstRun } from "../../job/new-run.ts";
import { BATCHTASKS } from "../../api/resources.ts";
import { createEarlierJobs } from "./earlier-jobs.ts";
import { createUnstarted, type Unstarted } from "./unstarted.ts";
import { createCreationFailures } from "./creation-failures.ts";
import { createInquiries } from "./diagnosis/inquiries.ts";
import { isAboutStart } from "./diagnosis/symptom.ts";
import { createVitals } from "./diagnosis/vitals.ts";
import { createFreezes } from "../../guardrails/freezes/freezes.ts";
import { createJudge } from "./judge.ts";
import { ownJobIn } from "./own-job.ts";
import { createScheduleCache } from "../../cron/cache.ts";
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
  /** The namespaces whose tasks it works on; undefined: all. */
  namespaces?: readonly string[] | undefined;
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
  const unstarted = createUnstarted(stores.tasks);
  const ended = new AbortController();
  const freezes = createFreezes();
  const limiting = (namespace: string) => guardrails.guardrails(namespace)?.merged;
  const slots = createSlots({
    tasks: stores.tasks,
    jobs: stores.jobs,
    ownJob,
    limiting,
    freezeOf: (namespace) => {
      const merged = limiting(namespace);
      return merged ? freezes.at(merged, now()) : { changesAt: undefined };
    },
    now,
    withUnwritten: (task) => withFirstRun(statusWriter.withUnwritten(task)),
    wake: (key) => queue.add(key),
  });
  const { tasks, jobs } = stores;
  const inquiries = createInquiries({
    client,
    clock,
    wake: (key, symptom) => queue.add(key, isAboutStart(symptom) ? "normal" : "high"),
  });
  const world: ReconcileOptions = {
    tasks,
    jobs,
    ownJob,
    client,
    now,
    onStale: options.onStale,
    inquiries,
    vitals: createVitals(),
    unstarted,
    earlierJobs: createEarlierJobs({ client, jobs, clock, signal: ended.signal }),
    statusWriter,
    judge: createJudge(),
    creationFailures: createCreationFailures(now),
    refusedTtls: createRefusedTtls(({ metadata: { namespace, name } }, problem) =>
      log.warn(
        { namespace, name, problem },
        "The TTL of a finished Job can't be lowered: it is kept for ten minutes",
      ),
    ),
    slots,
    freezes,
    readCrons: createScheduleCache().read,
    guardrails: (task, now) => guardrails.guardrailsFor(task, now),
  };
  const one = (key: string, signal: AbortSignal) =>
    reconcile(world, key, lost ? AbortSignal.any([signal, lost]) : signal);
  const toItsEnd = async (key: string, signal: AbortSignal): Promise<void> => {
    await one(key, signal);
    const awaited = inquiries.awaited(key);
    if (awaited) await awaited.then(() => one(key, signal));
  };
  watch(stores, queue, slots, clock);
  const controller = createController({ ...options, name: TASK_CONTROLLER, reconcile: one });
  return {
    async run(signal) {
      void lead(unstarted, options, signal);
      await controller.run(signal);
    },
    async flush(signal) {
      signal.addEventListener("abort", () => inquiries.close(), { once: true });
      await statusWriter.flush((key) => toItsEnd(key, signal), log);
      inquiries.close();
      ended.abort();
    },
  };
}

/** After a failure it is asked again since when this process leads. */
const LEAD_AGAIN_MS = 5_000;

/** Tasks that are created from now on are nobody else's. Until that is known each is treated as if it might be. */
async function lead(
  unstarted: Unstarted,
  { client, namespaces, clock, log }: Pick<TaskControllerOptions, "client" | "namespaces" | "clock" | "log">,
  signal: AbortSignal,
): Promise<void> {
  const version = async (namespace: string | undefined): Promise<string> => {
    try {
      return (await client.list(BATCHTASKS, { namespace, limit: 1, signal })).resourceVersion;
    } catch (error) {
      signal.throwIfAborted();
      log.warn(
        { err: error },
        "which tasks are new is not known yet: each is read before its Job is created",
      );
      await clock.sleep(LEAD_AGAIN_MS, signal);
      return version(namespace);
    }
  };
  try {
    for (const namespace of namespaces ?? [undefined]) unstarted.since(await version(namespace));
  } catch {
    // The work has ended.
  }
}
