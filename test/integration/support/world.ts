import { randomUUID } from "node:crypto";
import { inject } from "vitest";
import type { BatchTask, BatchTaskSpec } from "../../../src/api/batchtask.ts";
import type { Job, ObjectMeta } from "../../../src/api/job.ts";
import type { ClusterAccess } from "../../../src/kube/access/access.ts";
import { fromKubeconfig } from "../../../src/kube/access/kubeconfig.ts";
import { type Client, createClient } from "../../../src/kube/client.ts";
import { systemClock } from "../../../src/kube/clock.ts";
import type { Resource } from "../../../src/kube/resource.ts";
import { createTransport, type Transport } from "../../../src/kube/transport/transport.ts";
import { createMetrics } from "../../../src/operator/metrics/metrics.ts";
import type { OperatorOptions } from "../../../src/operator/operator.ts";
import { BATCHTASKS, JOBS } from "../../../src/api/resources.ts";
import { eventually } from "./eventually.ts";
import { configFor, inProcess } from "./operator.ts";

const core = (plural: string, kind: string, namespaced: boolean): Resource => ({
  group: "",
  version: "v1",
  kind,
  plural,
  namespaced,
});
export const NAMESPACES = core("namespaces", "Namespace", false);
export const PODS = core("pods", "Pod", true);

/** A namespace of the test's own on the real API server, and an operator that can be stopped and started. */
export interface World extends AsyncDisposable {
  client: Client;
  transport: Transport;
  namespace: string;
  startOperator(): Promise<{ stop(): Promise<void> }>;
  createTask(name: string, spec?: Partial<BatchTaskSpec>, metadata?: ObjectMeta): Promise<BatchTask>;
  task(name: string): Promise<BatchTask>;
  edit(name: string, spec: object): Promise<BatchTask>;
  jobs(): Promise<Job[]>;
  /** Waits until the task is as wanted. */
  until(name: string, wanted: (task: BatchTask) => boolean): Promise<BatchTask>;
}

export async function createWorld(kubeconfig: string = inject("kubeconfig")): Promise<World> {
  const access = await fromKubeconfig({ path: kubeconfig, clock: systemClock });
  const transport = createTransport({ access, clock: systemClock, random: Math.random });
  const client = createClient(transport, { fieldManager: "test" });
  const namespace = `test-${randomUUID().slice(0, 8)}`;
  await client.create(NAMESPACES, { metadata: { name: namespace } });
  const stops: (() => Promise<void>)[] = [];
  const task = async (name: string): Promise<BatchTask> => {
    const found = await client.get(BATCHTASKS, { namespace, name });
    if (!found) throw new Error(`There is no BatchTask ${name}`);
    return found;
  };
  return {
    client,
    transport,
    namespace,
    task,
    async startOperator() {
      const stop = await startOperator(kubeconfig, namespace);
      stops.push(stop);
      return { stop };
    },
    createTask: (name, spec, metadata) => {
      const task = newTask(namespace, name, spec);
      return client.create(BATCHTASKS, { ...task, metadata: { ...metadata, ...task.metadata } });
    },
    edit: (name, spec) => client.mergePatch(BATCHTASKS, { namespace, name }, { spec }),
    jobs: async () => (await client.list(JOBS, { namespace })).items,
    until: (name, wanted) => eventually(() => task(name), wanted),
    async [Symbol.asyncDispose]() {
      await Promise.all(stops.map((stop) => stop()));
      await client.raw("DELETE", `/api/v1/namespaces/${namespace}`);
      await transport.close();
    },
  };
}

/** A task whose pods kwok completes; `nowhere` makes pods that no node gets, to be ended by hand. */
export function newTask(namespace: string, name: string, spec: Partial<BatchTaskSpec> = {}): BatchTask {
  const template = {
    spec: { restartPolicy: "Never", containers: [{ name: "main", image: "busybox:1.36" }] },
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the API server fills in the rest of metadata
  return { metadata: { namespace, name }, spec: { template, ...spec } } as BatchTask;
}

/** A pod template that the scheduler leaves alone, so that its pods stay until the test ends them. */
export const nowhere: BatchTaskSpec["template"] = {
  spec: {
    restartPolicy: "Never",
    schedulerName: "held.test.batchtask.dev",
    containers: [{ name: "main", image: "busybox:1.36" }],
  },
};

/** @param namespace undefined: all namespaces */
export async function startOperator(
  kubeconfig: string,
  namespace: string | undefined,
): Promise<() => Promise<void>> {
  const access = await fromKubeconfig({ path: kubeconfig, clock: systemClock });
  return runOperator(access, configFor(namespace, false));
}

/** Runs an operator in this process until the returned function is called. Resolves once it is ready. */
export async function runOperator(
  access: ClusterAccess,
  config: OperatorOptions["config"],
): Promise<() => Promise<void>> {
  const operator = inProcess({ access, config, instance: "test", metrics: createMetrics() });
  const abort = new AbortController();
  const running = operator.run(abort.signal);
  await eventually(
    () => Promise.resolve(operator.notReady()),
    (problem) => problem === undefined,
  );
  return async () => {
    abort.abort();
    await running;
  };
}
