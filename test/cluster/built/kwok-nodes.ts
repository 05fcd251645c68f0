import type { Plan } from "../plan/plan.ts";
import type { Api } from "../util/api.ts";

/** A node of kwok's; beside a real node it is tainted, so that pods go there only when they ask to. */
function kwokNode(index: number, beside: boolean): object {
  const resources = { cpu: "1000", memory: "1Ti", "ephemeral-storage": "1Ti", pods: "10000" };
  const name = `kwok-${index}`;
  const taints = [{ key: "kwok.x-k8s.io/node", value: "fake", effect: "NoSchedule" }];
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      annotations: { "kwok.x-k8s.io/node": "fake" },
      labels: { type: "kwok", "kubernetes.io/hostname": name, "kubernetes.io/os": "linux" },
    },
    ...(beside ? { spec: { taints } } : {}),
    status: { allocatable: resources, capacity: resources },
  };
}

/** Registers kwok's nodes; those that are there already stay. */
export async function createKwokNodes(plan: Plan, api: Api): Promise<void> {
  for (let index = 0; index < plan.nodes.kwok; index++) {
    const answer = await api.post("/api/v1/nodes", kwokNode(index, plan.nodes.real));
    if (answer.status !== 201 && answer.status !== 409)
      throw new Error(`can't create a node: ${answer.text}`);
  }
}
