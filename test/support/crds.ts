import { setTimeout } from "node:timers/promises";
import type { Cluster } from "../cluster/index.ts";

const LONGEST_MS = 30_000;

/**
 * Applies the CRDs and waits until the API server serves them. Asks the API itself: `kubectl wait
 * --for=condition=Established` fails on a CRD that has no conditions yet.
 */
export async function applyCrds(cluster: Pick<Cluster, "kubectl">): Promise<void> {
  const applied = await cluster.kubectl(["apply", "-f", "crds/"]);
  if (applied.code !== 0) throw new Error(`The CRDs don't apply: ${applied.stderr}`);
  const end = performance.now() + LONGEST_MS;
  for (;;) {
    const served = await cluster.kubectl(["get", "batchtasks.batchtask.dev", "--all-namespaces"]);
    if (served.code === 0) return;
    if (performance.now() > end)
      throw new Error(`The CRDs are not served after ${LONGEST_MS} ms: ${served.stderr}`);
    await setTimeout(200);
  }
}
