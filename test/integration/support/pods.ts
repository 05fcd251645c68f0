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
  await play(world, jobName, count, () => ({ phase }));
  await setTimeout(0);
}

/** The kubelet again: the container of a pod that no node took waits for this reason. */
export async function holdPods(
  world: World,
  jobName: string,
  reason: string,
  message: string,
): Promise<void> {
  const state = { waiting: { reason, message } };
  const status = { image: "", imageID: "", ready: false, restartCount: 0, state };
  await play(world, jobName, 1, ({ spec }) => ({
    containerStatuses: spec?.containers.map(({ name }) => ({ name, ...status })),
  }));
}

type Waiting = KubeObject & Pick<Pod, "spec" | "status">;

async function play(
  world: World,
  jobName: string,
  count: number,
  status: (pod: Waiting) => object,
): Promise<void> {
  const labelSelector = `batch.kubernetes.io/job-name=${jobName}`;
  const pending = async (): Promise<Waiting[]> => {
    const { items } = await world.client.list(PODS, { namespace: world.namespace, labelSelector });
    return items.filter(
      (pod: Waiting) => pod.status?.phase === "Pending" && !pod.metadata?.deletionTimestamp,
    );
  };
  const pods = await eventually(pending, (found) => found.length >= count);
  for (const pod of pods) {
    const ref = { namespace: world.namespace, name: pod.metadata?.name ?? "" };
    await world.client.mergePatch(PODS, ref, { status: status(pod) }, { subresource: "status" });
  }
}
