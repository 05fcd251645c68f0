import type { BatchTask } from "../../api/batchtask.ts";
import type { BatchTaskPolicy } from "../../api/policy/policy.ts";
import { selects } from "../../guardrails/selector.ts";
import { type KubeObject, keyOf } from "../../kube/object.ts";
import type { WorkQueue } from "../../kube/workqueue/workqueue.ts";
import { createReflector } from "../../kube/reflector/reflector.ts";
import { createStore, type Store, type StoreEvent } from "../../kube/store/store.ts";
import { createPolicySource, type PolicySource } from "./namespace-guardrails.ts";
import { NAMESPACES, POLICIES } from "../../api/resources.ts";
import type { CacheOptions } from "../../operator/caches.ts";
import { createDebounce } from "../../kube/debounce.ts";
import { optional, type OptionalReflector } from "../../kube/reflector/optional.ts";

export interface PolicyCaches {
  policies: Store<BatchTaskPolicy>;
  namespaces: Store<KubeObject>;
  source: PolicySource;
  reflectors: { batchtaskpolicies: OptionalReflector; namespaces: OptionalReflector };
  /** From now on puts into the queue the tasks of namespaces in which something else may hold. To be called once. */
  feed: (queue: WorkQueue) => void;
}

/** A change of many policies at once looks at each task once. */
const DEBOUNCE_MS = 50;

/**
 * Keeps policies and the labels of namespaces in memory, and puts the tasks of a namespace into the
 * queue when what holds in it may have changed.
 */
export function createPolicyCaches(options: CacheOptions, tasks: Store<BatchTask>): PolicyCaches {
  const { transport, client, namespaces: watched, clock, random, log, metrics } = options;
  const onHandlerError = (err: unknown) => log.error({ err }, "A handler of a change failed");
  const policies = createStore<BatchTaskPolicy>({ onHandlerError });
  const namespaces = createStore<KubeObject>({ onHandlerError });
  const common = { transport, client, clock, random, log };
  const forbiddenIsFine = watched !== undefined;
  const policyReflector = optional(
    createReflector({
      ...common,
      resource: POLICIES,
      store: policies,
      metrics: metrics.caches.reflector("batchtaskpolicies"),
    }),
    { resource: POLICIES, client, clock, log, forbiddenIsFine, instead: "the built-in baseline holds" },
  );
  const namespaceReflector = optional(
    createReflector({
      ...common,
      resource: NAMESPACES,
      store: namespaces,
      transform: labelsOnly,
      labelSelector: watched && `kubernetes.io/metadata.name in (${watched.join(",")})`,
      metrics: metrics.caches.reflector("namespaces"),
    }),
    {
      resource: NAMESPACES,
      client,
      clock,
      log,
      forbiddenIsFine,
      instead: "a namespace is known by its name alone",
    },
  );
  const source = createPolicySource({
    policies,
    namespaces,
    seesNamespaces: () => !namespaceReflector.unavailable,
  });

  function feed(queue: WorkQueue): void {
    /** Namespaces in which something else may hold now; undefined stands for all. */
    const look = createDebounce<string | undefined>(DEBOUNCE_MS, clock, (changed) => {
      const all = changed.has(undefined);
      const concerned = all
        ? tasks.list()
        : [...changed].flatMap((ns) => tasks.byIndex("namespace", ns ?? ""));
      for (const task of concerned) queue.add(keyOf(task), "low");
    });
    policies.subscribe(({ type, object, old }) => {
      if (type === "Modified" && old?.metadata.generation === object.metadata.generation) return;
      for (const name of selected([old, object], namespaces, !namespaceReflector.unavailable)) look.add(name);
    });
    namespaces.subscribe((event) => {
      if (labelsChanged(event)) look.add(event.object.metadata?.name);
    });
  }
  const reflectors = { batchtaskpolicies: policyReflector, namespaces: namespaceReflector };
  return { policies, namespaces, source, reflectors, feed };
}

/** Namespaces that a policy holds in, or held in before. */
function selected(
  versions: (BatchTaskPolicy | undefined)[],
  namespaces: Store<KubeObject>,
  seesNamespaces: boolean,
): (string | undefined)[] {
  if (!seesNamespaces) return [undefined];
  const selectors = versions.flatMap((policy) => (policy ? [policy.spec.namespaceSelector] : []));
  return namespaces
    .list()
    .filter(({ metadata }) => selectors.some((selector) => selects(selector, metadata?.labels ?? {})))
    .map(({ metadata }) => metadata?.name);
}

function labelsChanged({ type, object, old }: StoreEvent<KubeObject>): boolean {
  return (
    type !== "Modified" || JSON.stringify(object.metadata?.labels) !== JSON.stringify(old?.metadata?.labels)
  );
}

/** What the operator keeps of a namespace. */
function labelsOnly({ metadata }: KubeObject): KubeObject {
  const { name, uid, resourceVersion, labels } = metadata ?? {};
  return { metadata: { name, uid, resourceVersion, labels } };
}
