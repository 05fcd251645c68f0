import { z } from "zod";
import type { Cluster } from "../../../cluster/index.ts";

/** The label of the nodes that the queue's quota is of. */
export const POOL = { "example.com/pool": "queue" };
export const QUEUE = "team";
export const URGENT = "urgent";

const kueue = (kind: string, metadata: object, spec: object): object => ({
  apiVersion: "kueue.x-k8s.io/v1beta2",
  kind,
  metadata,
  spec,
});

/** A queue of two CPUs for a namespace, and a priority that may take from others. */
export const queueObjects = (namespace: string): object[] => [
  kueue("ResourceFlavor", { name: "pool" }, { nodeLabels: POOL }),
  kueue(
    "ClusterQueue",
    { name: "two-cpus" },
    {
      namespaceSelector: {},
      preemption: { withinClusterQueue: "LowerPriority" },
      resourceGroups: [
        {
          coveredResources: ["cpu", "memory"],
          flavors: [
            {
              name: "pool",
              resources: [
                { name: "cpu", nominalQuota: 2 },
                { name: "memory", nominalQuota: "10Gi" },
              ],
            },
          ],
        },
      ],
    },
  ),
  kueue("LocalQueue", { namespace, name: QUEUE }, { clusterQueue: "two-cpus" }),
  {
    apiVersion: "kueue.x-k8s.io/v1beta2",
    kind: "WorkloadPriorityClass",
    metadata: { name: URGENT },
    value: 1000,
  },
];

const usageSchema = z.object({
  status: z.object({
    pendingWorkloads: z.number(),
    admittedWorkloads: z.number(),
    flavorsUsage: z
      .array(z.object({ resources: z.array(z.object({ name: z.string(), total: z.string() })) }))
      .default([]),
  }),
});

/** What the queue tells of itself; CPUs as it writes them. */
export interface Usage {
  pending: number;
  admitted: number;
  cpu: string | undefined;
}

export async function usageOf(cluster: Cluster): Promise<Usage> {
  const { code, stdout, stderr } = await cluster.kubectl(["get", "clusterqueue", "two-cpus", "-o", "json"]);
  if (code !== 0) throw new Error(stderr);
  const { status } = usageSchema.parse(JSON.parse(stdout));
  const resources = status.flavorsUsage.flatMap((flavor) => flavor.resources);
  return {
    pending: status.pendingWorkloads,
    admitted: status.admittedWorkloads,
    cpu: resources.find(({ name }) => name === "cpu")?.total,
  };
}
