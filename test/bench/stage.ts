import { setTimeout as sleep } from "node:timers/promises";
import { fromKubeconfig } from "../../src/kube/access/kubeconfig.ts";
import { type Client, createClient } from "../../src/kube/client.ts";
import { systemClock } from "../../src/kube/clock.ts";
import type { Resource } from "../../src/kube/resource.ts";
import { createTransport, type Transport } from "../../src/kube/transport/transport.ts";
import { NAMESPACES } from "../../src/api/resources.ts";
import { type Cluster, up } from "../cluster/index.ts";

/** Where the load goes. */
export const NAMESPACE = "bench";

/** Creations under way at once, each on a connection of its own. */
export const CONCURRENCY = 16;

/** A control plane that nothing was measured on before. */
export interface Stage {
  readonly cluster: Cluster;
  readonly transport: Transport;
  readonly client: Client;
  readonly close: () => Promise<void>;
}

const ACCOUNTS: Resource = {
  group: "",
  version: "v1",
  kind: "ServiceAccount",
  plural: "serviceaccounts",
  namespaced: true,
};

/** Starts a control plane with kwok's nodes and a namespace in which pods can be made. */
export async function openStage(): Promise<Stage> {
  const cluster = await up({
    environment: process.env,
    name: `bench-${process.pid}`,
    provider: "built",
    nodes: { real: false, kwok: 3 },
  });
  try {
    const access = await fromKubeconfig({ path: cluster.kubeconfig, clock: systemClock });
    const limits = { connections: CONCURRENCY };
    const transport = createTransport({ access, clock: systemClock, random: Math.random, limits });
    const client = createClient(transport, { fieldManager: "bench" });
    await client.create(NAMESPACES, { metadata: { name: NAMESPACE } });
    while (!(await client.get(ACCOUNTS, { namespace: NAMESPACE, name: "default" }))) await sleep(50);
    return {
      cluster,
      transport,
      client,
      async close() {
        await transport.close();
        await cluster.down();
      },
    };
  } catch (error) {
    await cluster.down();
    throw error;
  }
}
