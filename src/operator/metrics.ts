import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type {
  ControllerMetrics,
  ElectionMetrics,
  EventMetrics,
  QueueMetrics,
  ReflectorMetrics,
  TransportMetrics,
} from "../kube/metrics.ts";
import type { WorkQueue } from "../kube/queue.ts";
import { type CacheMetrics, cacheMetrics } from "./metrics/caches.ts";
import { leadershipMetrics } from "./metrics/leadership.ts";

/** All that the operator measures. Names are those of controller-runtime and client-go, where they have one. */
export interface Metrics {
  registry: Registry;
  transport: TransportMetrics;
  queue: QueueMetrics;
  controller: ControllerMetrics;
  events: EventMetrics;
  reflector: (resource: string) => ReflectorMetrics;
  caches: CacheMetrics;
  /** By the Lease's name. */
  election: (name: string) => ElectionMetrics;
  /** Reads a queue's unfinished work at each scrape. */
  watchQueue: (queue: WorkQueue) => void;
}

const CONTROLLER = "batchtask";
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    transport: transportMetrics(registry),
    queue: queueMetrics(registry),
    controller: controllerMetrics(registry),
    events: eventMetrics(registry),
    reflector: reflectorMetrics(registry),
    caches: cacheMetrics(registry),
    election: leadershipMetrics(registry),
    watchQueue: (queue) => watchQueue(registry, queue),
  };
}

function transportMetrics(registry: Registry): TransportMetrics {
  const requests = new Counter({
    name: "rest_client_requests_total",
    help: "Requests to the API server, by status code, method and host.",
    labelNames: ["code", "method", "host"],
    registers: [registry],
  });
  const duration = new Histogram({
    name: "rest_client_request_duration_seconds",
    help: "Time until the API server answered, by method and host.",
    labelNames: ["verb", "host"],
    buckets: SECONDS,
    registers: [registry],
  });
  return {
    request: (labels) => requests.inc(labels),
    duration: ({ method, host }, seconds) => duration.observe({ verb: method, host }, seconds),
  };
}

function queueMetrics(registry: Registry): QueueMetrics {
  const common = { labelNames: ["name"] as const, registers: [registry] };
  const labels = { name: CONTROLLER };
  const depth = new Gauge({ name: "workqueue_depth", help: "BatchTasks that wait for a worker.", ...common });
  const adds = new Counter({
    name: "workqueue_adds_total",
    help: "BatchTasks put into the queue.",
    ...common,
  });
  const retries = new Counter({
    name: "workqueue_retries_total",
    help: "BatchTasks put back for later.",
    ...common,
  });
  const waited = new Histogram({
    name: "workqueue_queue_duration_seconds",
    help: "Time a BatchTask waits for a worker.",
    buckets: SECONDS,
    ...common,
  });
  const worked = new Histogram({
    name: "workqueue_work_duration_seconds",
    help: "Time a worker needs for a BatchTask.",
    buckets: SECONDS,
    ...common,
  });
  return {
    depth: (keys) => depth.set(labels, keys),
    added: () => adds.inc(labels),
    retried: () => retries.inc(labels),
    queueDuration: (seconds) => waited.observe(labels, seconds),
    workDuration: (seconds) => worked.observe(labels, seconds),
  };
}

function controllerMetrics(registry: Registry): ControllerMetrics {
  const labels = { controller: CONTROLLER };
  const total = new Counter({
    name: "controller_runtime_reconcile_total",
    help: "Reconciles, by result.",
    labelNames: ["controller", "result"],
    registers: [registry],
  });
  const common = { labelNames: ["controller"] as const, registers: [registry] };
  const errors = new Counter({
    name: "controller_runtime_reconcile_errors_total",
    help: "Reconciles that failed.",
    ...common,
  });
  const terminal = new Counter({
    name: "controller_runtime_terminal_reconcile_errors_total",
    help: "Reconciles that failed in a way that no repetition heals.",
    ...common,
  });
  const time = new Histogram({
    name: "controller_runtime_reconcile_time_seconds",
    help: "Length of a reconcile.",
    buckets: SECONDS,
    ...common,
  });
  const active = new Gauge({
    name: "controller_runtime_active_workers",
    help: "Workers that are busy.",
    ...common,
  });
  return {
    reconciled: (result, seconds) => {
      total.inc({ ...labels, result });
      time.observe(labels, seconds);
    },
    failed: (isTerminal) => {
      errors.inc(labels);
      if (isTerminal) terminal.inc(labels);
    },
    activeWorkers: (workers) => active.set(labels, workers),
  };
}

function reflectorMetrics(registry: Registry): (resource: string) => ReflectorMetrics {
  const common = { registers: [registry] };
  const lists = new Counter({
    name: "batchtask_reflector_syncs_total",
    help: "Full reads of a resource, by the way they were made.",
    labelNames: ["resource", "how"],
    ...common,
  });
  const watches = new Counter({
    name: "batchtask_reflector_watches_total",
    help: "Watch requests.",
    labelNames: ["resource"],
    ...common,
  });
  const failures = new Counter({
    name: "batchtask_reflector_failures_total",
    help: "Reads and watches that ended by an error.",
    labelNames: ["resource", "reason"],
    ...common,
  });
  return (resource) => ({
    synced: (how) => lists.inc({ resource, how }),
    watchStarted: () => watches.inc({ resource }),
    failed: (reason) => failures.inc({ resource, reason }),
  });
}

function eventMetrics(registry: Registry): EventMetrics {
  const sent = new Counter({
    name: "batchtask_events_sent_total",
    help: "Events that reached the API server.",
    registers: [registry],
  });
  const lost = new Counter({
    name: "batchtask_events_lost_total",
    help: "Events that did not.",
    labelNames: ["reason"],
    registers: [registry],
  });
  return { sent: () => sent.inc(), lost: (reason) => lost.inc({ reason }) };
}

function watchQueue(registry: Registry, queue: WorkQueue): void {
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      labelNames: ["name"],
      registers: [registry],
      collect() {
        this.set({ name: CONTROLLER }, read());
      },
    });
  gauge("workqueue_unfinished_work_seconds", "Time spent so far on BatchTasks under way.", () =>
    queue.unfinishedSeconds(),
  );
  gauge("workqueue_longest_running_processor_seconds", "Time spent so far on the longest of them.", () =>
    queue.longestRunningSeconds(),
  );
}
