import { randomBytes, randomUUID } from "node:crypto";
import { inject, onTestFinished } from "vitest";
import { fromKubeconfig } from "../../../src/kube/access/kubeconfig.ts";
import { type Client, createClient } from "../../../src/kube/client.ts";
import { systemClock } from "../../../src/kube/clock.ts";
import { silentLogger } from "../../../src/kube/log.ts";
import type { KubeObject } from "../../../src/kube/object.ts";
import { createReflector, type Reflector } from "../../../src/kube/reflector/reflector.ts";
import type { Resource } from "../../../src/kube/resource.ts";
import { createStore, type Store, type StoreEvent } from "../../../src/kube/store/store.ts";
import { createTransport, type Transport } from "../../../src/kube/transport/transport.ts";

export interface ConfigMap extends KubeObject {
  data?: Record<string, string>;
}

export const configMaps: Resource<ConfigMap> = {
  group: "",
  version: "v1",
  kind: "ConfigMap",
  plural: "configmaps",
  namespaced: true,
};

const namespaces: Resource = {
  group: "",
  version: "v1",
  kind: "Namespace",
  plural: "namespaces",
  namespaced: false,
};

export interface World {
  transport: Transport;
  client: Client;
  namespace: string;
}

/** A namespace of the test's own. It stays behind: the control plane goes with the run. */
export async function world(): Promise<World> {
  const access = await fromKubeconfig({ path: inject("kubeconfig"), clock: systemClock });
  const transport = createTransport({ access, clock: systemClock, random: Math.random });
  onTestFinished(() => transport.close());
  const client = createClient(transport, { fieldManager: "kube-test" });
  const namespace = `kube-${randomBytes(4).toString("hex")}`;
  await client.create(namespaces, { metadata: { name: namespace } });
  return { transport, client, namespace };
}

export interface Following<T extends KubeObject> {
  store: Store<T>;
  reflector: Reflector;
  seen: StoreEvent<T>[];
  how: string[];
}

/** Starts a reflector, which ends with the test; resolves once it is synced. */
export async function follow<T extends KubeObject>(
  { transport, client, namespace }: World,
  resource: Resource<T>,
  { watchList = true, labelSelector }: { watchList?: boolean; labelSelector?: string } = {},
): Promise<Following<T>> {
  const store = createStore<T>({ onHandlerError: () => undefined });
  const seen: StoreEvent<T>[] = [];
  const how: string[] = [];
  store.subscribe((event) => seen.push(event));
  const reflector = createReflector<T>({
    resource,
    namespace,
    labelSelector,
    transport,
    client,
    store,
    clock: systemClock,
    random: Math.random,
    log: silentLogger,
    watchList,
    metrics: { synced: (way) => how.push(way) },
  });
  const stop = new AbortController();
  const running = reflector.run(stop.signal);
  onTestFinished(async () => {
    stop.abort();
    await running;
  });
  await reflector.whenSynced(AbortSignal.timeout(20_000));
  return { store, reflector, seen, how };
}

export const newName = (): string => `x${randomUUID().slice(0, 8)}`;
