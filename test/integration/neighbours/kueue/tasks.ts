import type { BatchTask, BatchTaskSpec } from "../../../../src/api/batchtask.ts";
import type { Pod } from "../../../../src/api/job.ts";
import { BATCHTASKS, PODS } from "../../../../src/api/resources.ts";
import type { PolicyCluster } from "../../guardrails/cluster.ts";
import { newTask } from "../../support/world.ts";
import { QUEUE } from "./queue.ts";

const OUTCOME = "kwok.batchtask.dev/outcome";

/** A pod of one CPU that goes on until `endPods`. */
const oneCpu: BatchTaskSpec["template"] = {
  metadata: { annotations: { [OUTCOME]: "run" } },
  spec: {
    restartPolicy: "Never",
    containers: [{ name: "main", image: "busybox:1.36", resources: { requests: { cpu: "1" } } }],
  },
};

/** A task in Kueue's queue. */
export function queuedTask(namespace: string, name: string, labels: Record<string, string> = {}): BatchTask {
  const task = newTask(namespace, name, { template: oneCpu });
  const all = { "kueue.x-k8s.io/queue-name": QUEUE, ...labels };
  return { ...task, metadata: { ...task.metadata, labels: all } };
}

export async function tasksOf({ client }: PolicyCluster, namespace: string): Promise<BatchTask[]> {
  return (await client.list(BATCHTASKS, { namespace })).items;
}

/** Pods that have a node and have not ended. */
export async function runningPods({ client }: PolicyCluster, namespace: string): Promise<Pod[]> {
  const { items } = await client.list(PODS, { namespace });
  return items.filter(
    ({ metadata, status }) => status?.phase === "Running" && metadata?.deletionTimestamp === undefined,
  );
}

/** Lets pods end well. */
export async function endPods({ client }: PolicyCluster, pods: readonly Pod[]): Promise<void> {
  for (const { metadata } of pods) {
    const ref = { namespace: metadata?.namespace ?? "", name: metadata?.name ?? "" };
    await client.mergePatch(PODS, ref, { metadata: { annotations: { [OUTCOME]: null } } });
  }
}
