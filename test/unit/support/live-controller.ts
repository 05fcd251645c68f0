import type { BatchTaskSpec } from "../../../src/api/batchtask.ts";
import type { Job } from "../../../src/api/job.ts";
import type { BatchTaskPolicy, PolicySpec } from "../../../src/api/policy/policy.ts";
import { BATCHTASKS, JOBS } from "../../../src/api/resources.ts";
import { createTaskController } from "../../../src/controllers/batchtask/controller.ts";
import { createDeferral } from "../../../src/controllers/batchtask/status-writer/deferral.ts";
import { createNamespaceGuardrails } from "../../../src/controllers/policy/namespace-guardrails.ts";
import { silentLogger } from "../../../src/kube/log.ts";
import type { KubeObject } from "../../../src/kube/object.ts";
import { trust } from "../../../src/kube/resource.ts";
import type { StoreWriter } from "../../../src/kube/store/store.ts";
import { createQueue } from "../../../src/kube/workqueue/workqueue.ts";
import { createFakeApi } from "../../support/fake-api/api.ts";
import { manualClock } from "../kube/support/manual-clock.ts";
import { policy } from "./policy.ts";
import { storeOf, taskStore } from "./stores.ts";
import { spec } from "./task.ts";

/** How a task of a live controller stands. */
export interface Standing {
  phase: string | undefined;
  reason: string | undefined;
  message: string | undefined;
}

/** A task as it is applied. */
export interface Applied {
  name: string;
  namespace?: string;
  labels?: Record<string, string>;
  spec?: Partial<BatchTaskSpec>;
}

/**
 * The controller of tasks at work in an API server in memory, whose changes arrive at its caches when time passes. Jobs
 * run until a test ends them. The clock begins at 2026-01-01T00:00:00Z, a Thursday.
 */
export async function liveController(...namespaces: readonly string[]) {
  const clock = manualClock();
  const api = createFakeApi(() => clock.now());
  const caches = caching();
  for (const name of namespaces)
    caches.namespaces.apply("ADDED", {
      metadata: { name, uid: name, resourceVersion: "1", labels: { "kubernetes.io/metadata.name": name } },
    });
  let delivered = 0;
  let generation = 0;

  const deliver = (): void => {
    for (const { plural, type, object } of api.changes.slice(delivered)) {
      if (plural === "batchtasks") apply(caches.tasks, type, trust(BATCHTASKS, { ...object }));
      if (plural === "jobs") apply(caches.jobs, type, trust(JOBS, { ...object }));
    }
    delivered = api.changes.length;
  };

  /** Lets so much time pass, in which what is written arrives at the caches. */
  async function pass(seconds: number): Promise<void> {
    const end = clock.now() + seconds * 1000;
    // A change wakes what changes something else.
    for (let turn = 0; turn < 12; turn += 1) {
      deliver();
      await clock.advance(100);
    }
    while (clock.now() < end) {
      deliver();
      await clock.advance(Math.min(end - clock.now(), 5_000));
    }
    deliver();
  }

  const queue = createQueue({ clock });
  const work = () => {
    const stop = new AbortController();
    const controller = createTaskController({
      stores: { ...caches, seesNamespaces: () => true },
      guardrails: caches.guardrails,
      client: api.client,
      queue,
      workers: 4,
      deferral: createDeferral(() => clock.monotonic()),
      clock,
      log: silentLogger,
      metrics: {},
      graceMs: 1_000,
      tell: () => undefined,
      onStatus: () => undefined,
      onStale: () => undefined,
    });
    const running = controller.run(stop.signal);
    return async () => {
      stop.abort();
      await clock.advance(2_000);
      await running;
    };
  };

  const read = async (name: string, namespace: string) => api.client.get(BATCHTASKS, { namespace, name });
  return {
    clock,
    pass,
    stop: work(),
    /** Applies a policy, or takes it away. */
    policy(name: string, rules: PolicySpec["rules"] | undefined, rest: Omit<PolicySpec, "rules"> = {}) {
      generation += 1;
      const made = policy(name, { ...rest, rules: rules ?? {} }, generation);
      const known = caches.policies.get(name);
      apply(caches.policies, rules === undefined ? "DELETED" : known ? "MODIFIED" : "ADDED", made);
    },
    /** In their order; a second lies between each of them and the next one. */
    async create(...tasks: readonly Applied[]): Promise<void> {
      for (const { name, namespace = namespaces[0] ?? "", labels, spec: fields } of tasks) {
        const metadata = { name, namespace, ...(labels && { labels }) };
        const task = {
          apiVersion: "batchtask.dev/v1alpha1",
          kind: "BatchTask",
          metadata,
          spec: spec(fields),
        };
        await api.client.create(BATCHTASKS, task);
        await pass(1);
      }
    },
    async edit(name: string, patch: object, namespace = namespaces[0] ?? ""): Promise<void> {
      await api.client.mergePatch(BATCHTASKS, { namespace, name }, patch);
      await pass(1);
    },
    async status(name: string, namespace = namespaces[0] ?? "") {
      return (await read(name, namespace))?.status;
    },
    async standing(name: string, namespace = namespaces[0] ?? ""): Promise<Standing> {
      const { phase, conditions = [] } = (await read(name, namespace))?.status ?? {};
      const ready = conditions.find(({ type }) => type === "Ready");
      return { phase, reason: ready?.reason, message: ready?.message };
    },
    /** Names of the tasks that have a Job which goes on and is not suspended, in the order of the Jobs' creation. */
    running(): string[] {
      return jobs(api.objects("jobs")).flatMap(({ metadata, spec, status }) =>
        status?.conditions?.length || spec?.suspend ? [] : (metadata?.ownerReferences?.[0]?.name ?? []),
      );
    },
    /** The Job of a task succeeds. */
    async succeed(name: string): Promise<void> {
      const job = jobs(api.objects("jobs")).find(
        ({ metadata, status }) =>
          metadata?.ownerReferences?.[0]?.name === name && !status?.conditions?.length,
      );
      if (!job) throw new Error(`${name} has no Job that goes on`);
      const at = new Date(clock.now()).toISOString();
      const done = { type: "Complete", status: "True", lastTransitionTime: at };
      await api.client.replaceStatus(JOBS, {
        ...job,
        status: { startTime: at, completionTime: at, succeeded: 1, conditions: [done] },
      });
      await pass(2);
    },
  };
}

const jobs = (objects: readonly KubeObject[]): Job[] => objects.map((object) => trust(JOBS, { ...object }));

function caching() {
  const policies = storeOf<BatchTaskPolicy>();
  const namespaces = storeOf<KubeObject>();
  const guardrails = createNamespaceGuardrails({ policies, namespaces, seesNamespaces: () => true });
  return { tasks: taskStore(), jobs: storeOf<Job>(), policies, namespaces, guardrails };
}

function apply<Kind extends KubeObject>(
  store: StoreWriter<Kind>,
  type: "ADDED" | "MODIFIED" | "DELETED",
  object: Kind,
): void {
  store.apply(type, object);
}
