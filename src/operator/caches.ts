import type { BatchTask } from "../api/batchtask.ts";
import { hasEnded } from "../api/ended.ts";
import { KIND } from "../api/group.ts";
import type { Job } from "../api/job.ts";
import { NAME_LABEL } from "../api/group.ts";
import type { Client } from "../kube/client.ts";
import type { Clock } from "../kube/clock.ts";
import type { Logger } from "../kube/log.ts";
import { controllerOf, keyOf } from "../kube/object.ts";
import type { WorkQueue } from "../kube/workqueue/workqueue.ts";
import { createReflector, type Reflector } from "../kube/reflector/reflector.ts";
import { createStore, type Store, type StoreEvent } from "../kube/store/store.ts";
import { createScopedStore } from "../kube/store/scoped.ts";
import type { Transport } from "../kube/transport/transport.ts";
import { createSlimming } from "../controllers/batchtask/transform.ts";
import { isFinished } from "../job/diff.ts";
import { BATCHTASKS, JOBS } from "../api/resources.ts";
import type { Metrics } from "./metrics/metrics.ts";
import { createPolicyCaches, type PolicyCaches } from "../controllers/policy/caches.ts";

export interface CacheOptions {
  transport: Transport;
  client: Client;
  /** All namespaces where absent. */
  namespaces: readonly string[] | undefined;
  clock: Clock;
  random: () => number;
  log: Logger;
  metrics: Metrics;
}

export interface Caches extends Pick<PolicyCaches, "policies" | "namespaces" | "source"> {
  tasks: Store<BatchTask>;
  jobs: Store<Job>;
  reflectors: Reflector[];
  /**
   * Puts into the queue all tasks, and from now on each one that something happens to. To be called once, when the
   * caches are filled and work begins: a standby keeps its caches warm without gathering keys of tasks that come and go.
   */
  feed(queue: WorkQueue): void;
}

/** Keeps tasks and their Jobs in memory. */
export function createCaches(options: CacheOptions): Caches {
  const { transport, client, namespaces, clock, random, log, metrics } = options;
  const onHandlerError = (err: unknown) => log.error({ err }, "A handler of a change failed");
  const slim = createSlimming();
  const { store: tasks, parts: taskParts } = createScopedStore(namespaces, () =>
    createStore<BatchTask>({
      onHandlerError,
      keep: slim.task,
      metrics: metrics.caches.store("batchtasks"),
      indexes: { namespace: ({ metadata }) => [metadata.namespace] },
    }),
  );
  const { store: jobs, parts: jobParts } = createScopedStore(namespaces, () =>
    createStore<Job>({ onHandlerError, keep: slim.job, metrics: metrics.caches.store("jobs") }),
  );
  const common = { transport, client, clock, random, log };
  const policyCaches = createPolicyCaches(options, tasks);
  const { feed: feedPolicies, reflectors: policyReflectors, ...policies } = policyCaches;
  const reflectors = {
    batchtaskpolicies: [policyReflectors.batchtaskpolicies],
    namespaces: [policyReflectors.namespaces],
    batchtasks: taskParts.map((part) =>
      createReflector({
        ...common,
        ...part,
        resource: BATCHTASKS,
        transform: slim.task,
        metrics: metrics.caches.reflector("batchtasks"),
      }),
    ),
    jobs: jobParts.map((part) =>
      createReflector({
        ...common,
        ...part,
        resource: JOBS,
        transform: slim.job,
        labelSelector: NAME_LABEL,
        metrics: metrics.caches.reflector("jobs"),
      }),
    ),
  };
  metrics.caches.watchAges(reflectors);
  return {
    ...policies,
    tasks,
    jobs,
    reflectors: Object.values(reflectors).flat(),
    feed(queue) {
      feedPolicies(queue);
      tasks.subscribe(({ object }) => queue.add(keyOf(object)));
      jobs.subscribe((event) => {
        const key = taskKeyOf(event.object);
        if (key) queue.add(key, hasJustFinished(event) ? "high" : "normal");
      });
      for (const task of tasks.list().toSorted(unfinishedFirst)) queue.add(keyOf(task), "low");
    },
  };
}

/** An end that may not be on record yet: not what comes after it, of which thousands may come at once. */
function hasJustFinished({ type, object, old }: StoreEvent<Job>): boolean {
  return type !== "Deleted" && isFinished(object) && !(old && isFinished(old));
}

/** What was there before waits behind what happens now; of it, tasks whose run goes on come first. */
function unfinishedFirst(a: BatchTask, b: BatchTask): number {
  return Number(hasEnded(a.status)) - Number(hasEnded(b.status));
}

function taskKeyOf(job: Job): string | undefined {
  const owner = controllerOf(job);
  return owner?.kind === KIND ? `${job.metadata?.namespace}/${owner.name}` : undefined;
}
