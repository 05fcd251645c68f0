import type { BatchTask } from "../../../src/api/batchtask.ts";
import type { Job, Pod } from "../../../src/api/job.ts";
import type { BatchTaskPolicy } from "../../../src/api/policy/policy.ts";
import { BATCHTASKS, JOBS } from "../../../src/api/resources.ts";
import { createTaskController } from "../../../src/controllers/batchtask/controller.ts";
import { createDeferral } from "../../../src/controllers/batchtask/status-writer/deferral.ts";
import type { StatusStep } from "../../../src/controllers/batchtask/status-writer/status-writer.ts";
import type { Client, ListOptions } from "../../../src/kube/client.ts";
import { silentLogger } from "../../../src/kube/log.ts";
import type { KubeObject } from "../../../src/kube/object.ts";
import { type Resource, trust } from "../../../src/kube/resource.ts";
import { createQueue } from "../../../src/kube/workqueue/workqueue.ts";
import { createFakeApi } from "../../support/fake-api/api.ts";
import { unguarded } from "../../support/unguarded.ts";
import { manualClock } from "../kube/support/manual-clock.ts";
import { createPod } from "./pods.ts";
import { realLists } from "./real-lists.ts";
import { storeOf, taskStore } from "./stores.ts";

export interface WorkingOptions {
  /** Of a namespace each. */
  tasks: readonly BatchTask[];
  /** What each list takes, and each write of a status. */
  listMs: number;
  writeMs?: number;
  /** What the next list is answered by, if it fails. */
  failure?: () => Error | undefined;
}

/**
 * The controller of tasks at work on an API server in memory, whose watches bring what has changed within 100 ms. Nobody
 * else works: there are the pods and the states of Jobs that a test makes.
 */
export async function workingController({
  tasks,
  listMs,
  writeMs = 0,
  failure = () => undefined,
}: WorkingOptions) {
  const clock = manualClock();
  const api = createFakeApi(() => clock.now());
  const { client } = api;
  const lists: string[] = [];
  const before = async ({ plural }: Resource, { signal }: ListOptions): Promise<void> => {
    lists.push(plural);
    await clock.sleep(listMs, signal);
    const error = failure();
    if (error) throw error;
  };
  const slow: Client = {
    ...realLists(client, before),
    async replaceStatus(resource, object) {
      await clock.sleep(writeMs);
      return client.replaceStatus(resource, object);
    },
  };
  const created = await Promise.all(tasks.map((one) => client.create(BATCHTASKS, one)));
  const stores = { tasks: taskStore(...created), jobs: storeOf<Job>() };
  const queue = createQueue({ clock });
  const steps: StatusStep[] = [];
  const controller = createTaskController({
    client: slow,
    queue,
    clock,
    workers: 32,
    graceMs: 1_000,
    stores: {
      ...stores,
      policies: storeOf<BatchTaskPolicy>(),
      namespaces: storeOf<KubeObject>(),
      seesNamespaces: () => true,
    },
    guardrails: unguarded(),
    deferral: createDeferral(() => clock.monotonic()),
    log: silentLogger,
    metrics: {},
    tell: () => undefined,
    onStatus: (step) => void steps.push(step),
    onStale: () => undefined,
  });
  const stop = new AbortController();
  const running = controller.run(stop.signal);
  let seen = api.changes.length;

  function watch(): void {
    for (const { plural, type, object } of api.changes.slice(seen)) {
      if (plural === BATCHTASKS.plural) stores.tasks.apply(type, trust(BATCHTASKS, { ...object }));
      if (plural === JOBS.plural) stores.jobs.apply(type, trust(JOBS, { ...object }));
    }
    seen = api.changes.length;
  }

  /** Lets time pass. */
  async function pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 100) {
      watch();
      await clock.advance(Math.min(left, 100));
    }
  }

  return {
    client,
    clock,
    controller,
    lists,
    steps,
    pass,
    /** The Jobs of the tasks, once each has one. */
    jobs: async (): Promise<Job[]> => {
      for (;;) {
        const { items } = await client.list(JOBS);
        if (items.length === tasks.length) return items;
        await pass(100);
      }
    },
    /** What the Job controller says of a Job. */
    tellOf: async ({ metadata = {} }: Job, status: Job["status"]): Promise<void> => {
      const { namespace, name = "" } = metadata;
      await client.mergePatch(JOBS, { namespace, name }, { status }, { subresource: "status" });
    },
    pod: async ({ metadata = {} }: Job, status: Pod["status"]): Promise<void> => {
      const { namespace = "", name = "", uid = "" } = metadata;
      await createPod(client, { namespace, jobName: name, jobUID: uid }, status);
    },
    statusOf: async ({ metadata: { namespace, name } }: BatchTask) =>
      (await client.get(BATCHTASKS, { namespace, name }))?.status,
    /** No work begins any more; what was deferred is left. */
    stop: async (): Promise<void> => {
      stop.abort();
      await clock.advance(0);
      await running;
    },
  };
}

/** The time as the API server tells it: in whole seconds. */
export function timestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
