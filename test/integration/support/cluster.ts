import { type Cluster, up } from "../../cluster/index.ts";
import { applyCrds } from "../../support/crds.ts";

const report = (line: string) => void process.stderr.write(`${line}\n`);

/** A control plane that ends with this process, with pods played by kwok and the CRDs applied. */
export async function startCluster(name: string, kwok: number): Promise<Cluster> {
  const nodes = { real: false, kwok };
  const cluster = await up({ environment: process.env, name, provider: "built", nodes, report });
  await applyCrds(cluster);
  return cluster;
}
