import type { BatchTask } from "../api/batchtask.ts";
import { KIND } from "../api/group.ts";
import type { Job } from "../api/job.ts";
import { NAME_LABEL } from "../api/group.ts";
import type { Client } from "../kube/client.ts";
import type { Clock } from "../kube/clock.ts";
import type { Logger } from "../kube/log.ts";
import { controllerOf, keyOf } from "../kube/object.ts";
import type { WorkQueue } from "../kube/queue.ts";
import { createReflector, type Reflector } from "../kube/reflector.ts";
import { createStore, type Store, type StoreEvent } from "../kube/store.ts";
import type { Transport } from "../kube/transport.ts";
import { slimJob, slimTask } from "../reconcile/cached.ts";
import { BATCHTASKS, JOBS } from "../reconcile/resources.ts";
import type { Metrics } from "./metrics.ts";
import { createPolicyCaches, type PolicyCaches } from "./policies.ts";

export interface CacheOptions {
  transport: Transport;
  client: Client;
  queue: WorkQueue;
  /** All namespaces where absent. */
  namespace: string | undefined;
  clock: Clock;
  random: () => number;
  log: Logger;
  metrics: Metrics;
}

export interface Caches extends Pick<PolicyCaches, "policies" | "namespaces" | "source"> {
  tasks: Store<BatchTask>;
  jobs: Store<Job>;
  reflectors: Reflector[];
}

/** Keeps tasks and their Jobs in memory, and puts into the queue each task that something happens to. */
export function createCaches(options: CacheOptions): Caches {
  const { transport, client, namespace, queue, clock, random, log, metrics } = options;
  const onHandlerError = (err: unknown) => log.error({ err }, "A handler of a change failed");
  const tasks = createStore<BatchTask>({
    onHandlerError,
    indexes: { namespace: ({ metadata }) => [metadata.namespace] },
  });
  const jobs = createStore<Job>({ onHandlerError });
  tasks.subscribe((event) => queue.add(keyOf(event.object), priorityOf(event)));
  jobs.subscribe((event) => {
    const key = taskKeyOf(event.object);
    if (key) queue.add(key, priorityOf(event));
  });
  const common = { transport, client, namespace, clock, random, log };
  const { reflectors, ...policies } = createPolicyCaches(options, tasks);
  return {
    ...policies,
    tasks,
    jobs,
    reflectors: [
      ...reflectors,
      createReflector({
        ...common,
        resource: BATCHTASKS,
        store: tasks,
        transform: slimTask,
        metrics: metrics.reflector("batchtasks"),
      }),
      createReflector({
        ...common,
        resource: JOBS,
        store: jobs,
        transform: slimJob,
        labelSelector: NAME_LABEL,
        metrics: metrics.reflector("jobs"),
      }),
    ],
  };
}

/** What was there before the operator waits behind what happens now. */
function priorityOf({ initial }: StoreEvent<unknown>): "normal" | "low" {
  return initial ? "low" : "normal";
}

function taskKeyOf(job: Job): string | undefined {
  const owner = controllerOf(job);
  return owner?.kind === KIND ? `${job.metadata?.namespace}/${owner.name}` : undefined;
}
