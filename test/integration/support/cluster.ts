import { type Cluster, up } from "../../cluster/index.ts";
import { applyCrds } from "../../support/crds.ts";

const report = (line: string) => void process.stderr.write(`${line}\n`);

/** A control plane that ends with this process, with pods played by kwok and the CRDs applied. */
export async function startCluster(name: string, kwok: number, audit = false): Promise<Cluster> {
  const cluster = await startBareCluster(name, kwok, audit);
  await applyCrds(cluster);
  return cluster;
}

/** The same without the CRDs. */
export function startBareCluster(name: string, kwok: number, audit = false): Promise<Cluster> {
  const nodes = { real: false, kwok };
  return up({ environment: process.env, name, provider: "built", nodes, audit, report });
}

/** Minor version of a cluster's Kubernetes, as its API server tells it. */
export async function minorOf({ kubectl }: Pick<Cluster, "kubectl">): Promise<number> {
  const { stdout, stderr } = await kubectl(["get", "--raw", "/version"]);
  const minor = /"minor": *"(\d+)/.exec(stdout)?.[1];
  if (minor === undefined) throw new Error(`The API server tells no version: ${stdout}${stderr}`);
  return Number(minor);
}
