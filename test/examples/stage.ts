import { fromKubeconfig } from "../../src/kube/access/kubeconfig.ts";
import { type Client, createClient } from "../../src/kube/client.ts";
import { systemClock } from "../../src/kube/clock.ts";
import { createTransport } from "../../src/kube/transport/transport.ts";
import type { Cluster } from "../cluster/index.ts";
import { applyCrds } from "../support/crds.ts";
import { IMAGES } from "./cases.ts";
import { createVolumes } from "./volumes.ts";

/** A cluster that is ready for the examples: CRDs, images, volumes and a namespace of their own. */
export interface Stage {
  cluster: Cluster;
  namespace: string;
  client: Client;
  /** kubectl in the stage's namespace. */
  kubectl: Cluster["kubectl"];
  close(): Promise<void>;
}

export async function prepareStage(cluster: Cluster, namespace: string): Promise<Stage> {
  await applyCrds(cluster);
  const created = await cluster.kubectl(["create", "namespace", namespace]);
  if (created.code !== 0 && !created.stderr.includes("AlreadyExists")) throw new Error(created.stderr);
  if (cluster.has.realNode) await cluster.loadImages(IMAGES);
  if (cluster.kind === "built") await createVolumes(cluster, namespace);
  return {
    cluster,
    namespace,
    kubectl: (args, options) => cluster.kubectl(["--namespace", namespace, ...args], options),
    ...(await connect(cluster)),
  };
}

/** A client with the rights of the cluster's kubeconfig. */
export async function connect(cluster: Cluster): Promise<Pick<Stage, "client" | "close">> {
  const access = await fromKubeconfig({
    path: cluster.kubeconfig,
    context: cluster.context,
    clock: systemClock,
  });
  const transport = createTransport({ access, clock: systemClock, random: Math.random });
  return { client: createClient(transport, { fieldManager: "examples" }), close: () => transport.close() };
}
