import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { bundle } from "../../../deploy/image/bundle.ts";
import { NAMESPACES } from "../../../src/api/resources.ts";
import { fromKubeconfig } from "../../../src/kube/access/kubeconfig.ts";
import { type Client, createClient } from "../../../src/kube/client.ts";
import { systemClock } from "../../../src/kube/clock.ts";
import type { Resource } from "../../../src/kube/resource.ts";
import { createTransport } from "../../../src/kube/transport/transport.ts";
import { type Cluster, up } from "../../cluster/index.ts";
import { applyCrds } from "../../support/crds.ts";
import { openUpstream, type Upstream } from "../proxy/upstream.ts";
import { createWitness, type Witness } from "./witness.ts";

/** A control plane with everything that runs on it share. */
export interface Stage {
  readonly cluster: Cluster;
  readonly upstream: Upstream;
  /** The harness' own hands: no fault touches them. */
  readonly client: Client;
  readonly witness: Witness;
  /** The operator that is tried: the bundle of its image. */
  readonly program: string;
  /** A new namespace in which pods can be made. */
  readonly namespace: () => Promise<string>;
  readonly close: () => Promise<void>;
}

const ACCOUNTS: Resource = {
  group: "",
  version: "v1",
  kind: "ServiceAccount",
  plural: "serviceaccounts",
  namespaced: true,
};

/** The tree whose operator is tried: this one, unless another is named (see docs/reliability.md). */
const ROOT = process.env["BATCHTASK_FAULTS_SOURCE"];

/** Starts a cluster of this process' own. */
export async function openStage(name: string, report: (line: string) => void): Promise<Stage> {
  const cluster = await up({
    environment: process.env,
    name: `${name}-${process.pid}`,
    provider: "built",
    nodes: { real: false, kwok: 2 },
    report,
  });
  await applyCrds(cluster);
  // Hundreds of starts: one file is read four times as fast as the sources.
  const programs = cluster.stateDir ?? "";
  await bundle(programs, ROOT);
  const upstream = await openUpstream(cluster.kubeconfig);
  const access = await fromKubeconfig({ path: cluster.kubeconfig, clock: systemClock });
  const transport = createTransport({ access, clock: systemClock, random: Math.random });
  const client = createClient(transport, { fieldManager: "faults" });
  const witness = createWitness(upstream);
  let count = 0;
  return {
    cluster,
    upstream,
    client,
    witness,
    program: join(programs, "operator.mjs"),
    async namespace() {
      const namespace = `run-${++count}`;
      witness.of(namespace);
      await client.create(NAMESPACES, { metadata: { name: namespace } });
      while (!(await client.get(ACCOUNTS, { namespace, name: "default" }))) await sleep(50);
      return namespace;
    },
    async close() {
      witness.close();
      await transport.close();
      await upstream.close();
      await cluster.down();
    },
  };
}
