import { setTimeout } from "node:timers/promises";
import type { Pod } from "../../../src/api/job.ts";
import type { KubeObject } from "../../../src/kube/object.ts";
import { eventually } from "./eventually.ts";
import { PODS, type World } from "./world.ts";

/** Plays the kubelet for pods that no node took: ends every pod of a Job that has not ended, once there are `count` of them. */
export async function endPods(
  world: World,
  jobName: string,
  phase: "Succeeded" | "Failed",
  count = 1,
): Promise<void> {
  const labelSelector = `batch.kubernetes.io/job-name=${jobName}`;
  const pending = async () => {
    const { items } = await world.client.list(PODS, { namespace: world.namespace, labelSelector });
    return items.filter(
      (pod: KubeObject & Pick<Pod, "status">) =>
        pod.status?.phase === "Pending" && !pod.metadata?.deletionTimestamp,
    );
  };
  const pods = await eventually(pending, (found) => found.length >= count);
  for (const { metadata } of pods) {
    const ref = { namespace: world.namespace, name: metadata?.name ?? "" };
    await world.client.mergePatch(PODS, ref, { status: { phase } }, { subresource: "status" });
  }
  await setTimeout(0);
}
