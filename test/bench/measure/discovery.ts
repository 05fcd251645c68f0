import { setTimeout as sleep } from "node:timers/promises";
import type { Resource } from "../../../src/kube/resource.ts";
import type { Stage } from "../stage.ts";
import { parseMetrics, sum } from "./prometheus.ts";

const NAME = "kube-controller-manager";
const LONGEST_MS = 60_000;

/**
 * Waits until the garbage collector knows a resource that was just defined. Until then it takes each owner of a new
 * Job for one that may not exist and asks for it, which no cluster does whose CRD is older than 30 s. It looks for
 * resources at its start, so it is started again.
 */
export async function untilCollected(stage: Stage, resource: Resource): Promise<void> {
  await stage.cluster.stopComponent(NAME);
  await stage.cluster.startComponent(NAME);
  const end = performance.now() + LONGEST_MS;
  while ((await watches(stage, resource)) === 0) {
    if (performance.now() > end)
      throw new Error(
        `the garbage collector does not watch ${resource.plural} after ${LONGEST_MS / 1_000} s`,
      );
    await sleep(100);
  }
}

/** Watches that the API server serves for a resource. */
async function watches({ client }: Stage, { group, plural }: Resource): Promise<number> {
  const { text } = await client.raw("GET", "/metrics");
  const gauges = parseMetrics(text, /^apiserver_longrunning_requests\{/);
  return sum(
    gauges,
    "apiserver_longrunning_requests",
    (labels) => labels["group"] === group && labels["resource"] === plural && labels["verb"] === "WATCH",
  );
}
