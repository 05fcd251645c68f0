import type { QueueMetrics } from "../../kube/metrics.ts";
import type { WorkQueue } from "../../kube/workqueue/workqueue.ts";
import { WORK_SECONDS } from "./buckets.ts";
import { type ControllerName, controllerNames } from "./controllers.ts";
import type { Meter } from "./meter.ts";

type Unfinished = Pick<WorkQueue, "unfinishedSeconds" | "longestRunningSeconds">;

export interface QueuesMetrics {
  queue: (name: ControllerName) => QueueMetrics;
  /** Reads a queue's unfinished work at each scrape. */
  watchQueue: (name: ControllerName, queue: Unfinished) => void;
}

/** client-go's metrics of work queues; a queue has its controller's name. */
export function queueMetrics(meter: Meter): QueuesMetrics {
  const labels = { name: controllerNames };
  const common = { labels, buckets: WORK_SECONDS };
  const depth = meter.gauge({ name: "workqueue_depth", help: "Keys that wait for a worker.", labels });
  const adds = meter.counter({ name: "workqueue_adds_total", help: "Keys put into the queue.", labels });
  const retries = meter.counter({
    name: "workqueue_retries_total",
    help: "Keys put back for later.",
    labels,
  });
  const waited = meter.histogram({
    name: "workqueue_queue_duration_seconds",
    help: "Time a key waits for a worker.",
    ...common,
  });
  const worked = meter.histogram({
    name: "workqueue_work_duration_seconds",
    help: "Time a worker needs for a key.",
    ...common,
  });
  const queues = new Map<ControllerName, Unfinished>();
  const read = (seconds: (queue: Unfinished) => number) => () =>
    [...queues].map(([name, queue]) => [{ name }, seconds(queue)] as const);
  meter.reading(
    { name: "workqueue_unfinished_work_seconds", help: "Time spent so far on keys under way.", labels },
    read((queue) => queue.unfinishedSeconds()),
  );
  meter.reading(
    {
      name: "workqueue_longest_running_processor_seconds",
      help: "Time spent so far on the longest of them.",
      labels,
    },
    read((queue) => queue.longestRunningSeconds()),
  );
  return {
    queue: (name) => ({
      depth: (keys) => depth.set({ name }, keys),
      added: () => adds.inc({ name }),
      retried: () => retries.inc({ name }),
      queueDuration: (seconds) => waited.observe({ name }, seconds),
      workDuration: (seconds) => worked.observe({ name }, seconds),
    }),
    watchQueue: (name, queue) => void queues.set(name, queue),
  };
}
