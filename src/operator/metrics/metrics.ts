import type { StatusStep } from "../../controllers/batchtask/status-writer/status-writer.ts";
import { collectDefaultMetrics, Registry } from "prom-client";
import type { ControllerMetrics, EventMetrics, TransportMetrics } from "../../kube/metrics.ts";
import { apiServerMetrics } from "./api-server.ts";
import { type CacheMetrics, cacheMetrics } from "./caches.ts";
import { type ControllerName, controllerMetrics } from "./controllers.ts";
import { eventMetrics } from "./events.ts";
import { guardrailMetrics } from "./guardrails.ts";
import { type LeadershipMetrics, leadershipMetrics } from "./leadership.ts";
import { createMeter, type Definition } from "./meter.ts";
import { createNamespaces } from "./namespaces.ts";
import { queueMetrics, type QueuesMetrics } from "./queues.ts";
import { runMetrics } from "./runs.ts";
import { scheduleGauges } from "./schedule-gauges.ts";
import { scheduleMetrics } from "./schedules.ts";
import { taskMetrics, type TaskSource } from "./tasks.ts";

/** All that the operator measures. Names are those of controller-runtime and client-go, where they have one. */
export interface Metrics extends QueuesMetrics, LeadershipMetrics {
  registry: Registry;
  /** What is exported, besides prom-client's own metrics of the process. */
  definitions: readonly Definition[];
  transport: TransportMetrics;
  controller: (name: ControllerName) => ControllerMetrics;
  caches: CacheMetrics;
  events: EventMetrics;
  /** Told of each status after it was written. */
  statusWritten: (step: StatusStep) => void;
  /** Exports what the tasks of the source are; undefined ends it. */
  watchTasks: (source: TaskSource | undefined) => void;
}

/**
 * How often the delay of the event loop is looked at, in milliseconds. Node's histogram has this in each of its values
 * (`nodejs_eventloop_lag_*`): 40 ms is no delay. prom-client's own 10 ms take 0.6 % of a core, these 0.2 %.
 */
export const EVENT_LOOP_TIMER_MS = 40;

/**
 * Metrics of one process, in a registry of their own.
 * @param byNamespace so many namespaces have series of their own; 0: namespaces are not told apart
 */
export function createMetrics({ byNamespace = 0 }: { byNamespace?: number } = {}): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: EVENT_LOOP_TIMER_MS });
  const definitions: Definition[] = [];
  const meter = (section: string) => createMeter(registry, section, definitions);
  const namespaces = createNamespaces(byNamespace);
  const tasks = taskMetrics(meter("Tasks and runs"), namespaces);
  const run = runMetrics(meter("Tasks and runs"), namespaces);
  const gauges = scheduleGauges(meter("Schedules"), namespaces);
  const schedules = scheduleMetrics(meter("Schedules"), namespaces);
  const guardrails = guardrailMetrics(meter("Guardrails"), namespaces);
  return {
    registry,
    definitions,
    watchTasks(source) {
      tasks(source);
      gauges(source);
    },
    statusWritten(step) {
      run(step);
      schedules(step);
      guardrails(step);
    },
    ...leadershipMetrics(meter("Leadership")),
    controller: controllerMetrics(meter("Controllers and their queues")),
    ...queueMetrics(meter("Controllers and their queues")),
    caches: cacheMetrics(meter("Caches")),
    transport: apiServerMetrics(meter("API server")),
    events: eventMetrics(meter("Events")),
  };
}
