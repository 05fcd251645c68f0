import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { NAMESPACES } from "../../src/api/resources.ts";
import type { Client } from "../../src/kube/client.ts";
import { type Cluster, up } from "../cluster/index.ts";
import { freePort } from "../examples/free-port.ts";
import { startOperator } from "../examples/operator.ts";
import { connect } from "../examples/stage.ts";
import { applyCrds } from "../support/crds.ts";
import { IMAGE } from "./alike.ts";
import { SERVICE_ACCOUNTS } from "./neighbours.ts";

const NAME = "charts";
/** Where manifests are tried as they are; what was rendered for another namespace is refused there. */
export const ORIGINALS = "x";
const LONGEST_MS = 60_000;

/** A real node with the operator and its admission policies. */
export interface Stage {
  cluster: Cluster;
  client: Client;
  /** Creates a namespace in which pods can be made. */
  openNamespace(name: string): Promise<void>;
  closeNamespace(name: string): Promise<void>;
  close(): Promise<void>;
}

interface Setting {
  environment: Record<string, string | undefined>;
  /** Folder for the operator's log. */
  folder: string;
  say: (line: string) => void;
}

export async function openStage({ environment, folder, say }: Setting): Promise<Stage> {
  const cluster = await up({ environment, name: NAME, nodes: { real: true }, report: say });
  const closers: (() => Promise<void>)[] = [() => cluster.down()];
  const close = async () => {
    for (const end of closers.toReversed()) await end();
  };
  try {
    await applyCrds(cluster);
    const { code, stderr } = await cluster.kubectl(["apply", "-f", "deploy/admission/"]);
    if (code !== 0) throw new Error(`deploy/admission does not apply: ${stderr}`);
    await cluster.loadImages([IMAGE]);
    const connection = await connect(cluster);
    closers.push(() => connection.close());
    const operator = await startOperator(cluster, {
      logFile: join(folder, "operator.log"),
      port: await freePort(),
    });
    closers.push(() => operator.stop());
    say(`The operator's log: ${operator.logFile}`);
    const { client } = connection;
    const stage = { cluster, client, close, ...namespacesOf(client) };
    await stage.openNamespace(ORIGINALS);
    await untilAdmissionHolds(cluster);
    return stage;
  } catch (error) {
    await close();
    throw error;
  }
}

function namespacesOf(client: Client): Pick<Stage, "openNamespace" | "closeNamespace"> {
  return {
    async openNamespace(name) {
      await client.create(NAMESPACES, { metadata: { name } });
      while (!(await client.get(SERVICE_ACCOUNTS, { namespace: name, name: "default" })))
        await setTimeout(50);
    },
    async closeNamespace(name) {
      const uid = (await client.get(NAMESPACES, { name }))?.metadata?.uid;
      if (uid !== undefined) await client.delete(NAMESPACES, { name }, { uid });
    },
  };
}

/** The API server takes up a policy some seconds after it is stored: asked of a value that only a policy refuses. */
async function untilAdmissionHolds(cluster: Cluster): Promise<void> {
  const args = ["create", "--dry-run=server", "-f", "-", "-n", ORIGINALS];
  const input = JSON.stringify({
    apiVersion: "batchtask.dev/v1alpha1",
    kind: "BatchTask",
    metadata: { name: "probe" },
    spec: {
      template: {
        spec: {
          restartPolicy: "Never",
          containers: [{ name: "a", image: IMAGE, volumeMounts: [{ name: "nowhere", mountPath: "/a" }] }],
        },
      },
    },
  });
  const end = performance.now() + LONGEST_MS;
  while ((await cluster.kubectl(args, { input })).code === 0) {
    if (performance.now() > end) throw new Error("The admission policies are not in force");
    await setTimeout(500);
  }
}
