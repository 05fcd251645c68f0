import { type Cluster, up } from "../../cluster/index.ts";
import { applyCrds } from "../../support/crds.ts";

const report = (line: string) => void process.stderr.write(`${line}\n`);

/** A control plane that ends with this process, with pods played by kwok and the CRDs applied. */
export async function startCluster(name: string, kwok: number): Promise<Cluster> {
  const cluster = await startBareCluster(name, kwok);
  await applyCrds(cluster);
  return cluster;
}

/** The same without the CRDs. */
export function startBareCluster(name: string, kwok: number): Promise<Cluster> {
  return up({ environment: process.env, name, provider: "built", nodes: { real: false, kwok }, report });
}
