import type { BatchTask } from "../api/batchtask.ts";
import { NAME_LABEL } from "../api/group.ts";
import type { Job } from "../api/job.ts";
import type { BatchTaskPolicy } from "../api/policy/policy.ts";
import { BATCHTASKS, JOBS, NAMESPACES, POLICIES } from "../api/resources.ts";
import { createCacheTransforms } from "../controllers/batchtask/transform.ts";
import {
  createNamespaceGuardrails,
  labelsOnly,
  type NamespaceGuardrails,
} from "../controllers/policy/namespace-guardrails.ts";
import type { Client } from "../kube/client.ts";
import type { Clock } from "../kube/clock.ts";
import type { Logger } from "../kube/log.ts";
import type { KubeObject } from "../kube/object.ts";
import { type Comeback, createComeback } from "../kube/reflector/comeback.ts";
import { optional, type OptionalReflector } from "../kube/reflector/optional.ts";
import { createReflector, type Reflector } from "../kube/reflector/reflector.ts";
import { createScopedStore } from "../kube/store/scoped.ts";
import { createStore, type Store } from "../kube/store/store.ts";
import type { Transport } from "../kube/transport/transport.ts";
import type { Metrics } from "./metrics/metrics.ts";

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

export interface Caches {
  /** With an index `namespace`. */
  tasks: Store<BatchTask>;
  jobs: Store<Job>;
  policies: Store<BatchTaskPolicy>;
  namespaces: Store<KubeObject>;
  /** False where namespaces can't be read: then a namespace has no label but its name. */
  seesNamespaces: () => boolean;
  guardrails: NamespaceGuardrails;
  reflectors: Reflector[];
}

/** Keeps in memory what the controllers watch: tasks and their Jobs, policies and the labels of namespaces. */
export function createCaches(given: CacheOptions): Caches {
  const options = { ...given, comeback: createComeback(given) };
  const { namespaces: watched, log, metrics } = options;
  const onHandlerError = (err: unknown) => log.error({ err }, "A handler of a change failed");
  const slim = createCacheTransforms();
  const { store: tasks, parts: taskParts } = createScopedStore(watched, () =>
    createStore<BatchTask>({
      onHandlerError,
      keep: slim.task,
      reuse: slim.sameSpec,
      metrics: metrics.caches.store("batchtasks"),
      indexes: { namespace: ({ metadata }) => [metadata.namespace] },
    }),
  );
  const { store: jobs, parts: jobParts } = createScopedStore(watched, () =>
    createStore<Job>({ onHandlerError, keep: slim.job, metrics: metrics.caches.store("jobs") }),
  );
  const policies = createStore<BatchTaskPolicy>({ onHandlerError });
  const namespaces = createStore<KubeObject>({ onHandlerError });
  const namespaceReflector = createNamespaceReflector(options, namespaces);
  const reflectors = {
    batchtaskpolicies: [createPolicyReflector(options, policies)],
    namespaces: [namespaceReflector],
    batchtasks: taskParts.map((part) =>
      createReflector({
        ...options,
        ...part,
        resource: BATCHTASKS,
        transform: slim.task,
        metrics: metrics.caches.reflector("batchtasks"),
      }),
    ),
    jobs: jobParts.map((part) =>
      createReflector({
        ...options,
        ...part,
        resource: JOBS,
        transform: slim.job,
        labelSelector: NAME_LABEL,
        metrics: metrics.caches.reflector("jobs"),
      }),
    ),
  };
  metrics.caches.watchAges(reflectors);
  const seesNamespaces = () => !namespaceReflector.unavailable;
  return {
    tasks,
    jobs,
    policies,
    namespaces,
    seesNamespaces,
    guardrails: createNamespaceGuardrails({ policies, namespaces, seesNamespaces }),
    reflectors: Object.values(reflectors).flat(),
  };
}

type ReflectorOptions = CacheOptions & { comeback: Comeback };
type Filled<T extends KubeObject> = Parameters<typeof createReflector<T>>[0]["store"];

function createPolicyReflector(options: ReflectorOptions, store: Filled<BatchTaskPolicy>): OptionalReflector {
  const metrics = options.metrics.caches.reflector("batchtaskpolicies");
  return optional(createReflector({ ...options, resource: POLICIES, store, metrics }), {
    ...options,
    resource: POLICIES,
    forbiddenIsFine: options.namespaces !== undefined,
    instead: "the built-in baseline holds",
  });
}

function createNamespaceReflector(options: ReflectorOptions, store: Filled<KubeObject>): OptionalReflector {
  const { namespaces } = options;
  const reflector = createReflector({
    ...options,
    resource: NAMESPACES,
    store,
    transform: labelsOnly,
    labelSelector: namespaces && `kubernetes.io/metadata.name in (${namespaces.join(",")})`,
    metrics: options.metrics.caches.reflector("namespaces"),
  });
  return optional(reflector, {
    ...options,
    resource: NAMESPACES,
    forbiddenIsFine: namespaces !== undefined,
    instead: "a namespace is known by its name alone",
  });
}
