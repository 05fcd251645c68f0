import type { BatchTaskPolicy } from "../../api/policy/policy.ts";
import { NAMESPACES, POLICIES } from "../../api/resources.ts";
import type { Labels } from "../../guardrails/selector.ts";
import type { Client } from "../../kube/client.ts";
import { ApiError } from "../../kube/errors.ts";
import { listAll } from "../../kube/reflector/list.ts";
import { policySet, type PolicySet } from "./set.ts";

/** Every namespace has this label, with its name. */
export const NAME_LABEL = "kubernetes.io/metadata.name";

/** Which policies a cluster has, and by which labels they select its namespaces. */
export interface InForce {
  policies: BatchTaskPolicy[];
  /** The labels of a namespace; of one that can't be read only its name. */
  labels: (namespace: string) => Labels;
}

/** What holds in a cluster. */
export async function readInForce(client: Client, signal: AbortSignal): Promise<InForce> {
  const [{ items: policies }, labels] = await Promise.all([
    listAll(client, POLICIES, { signal }),
    readNamespaceLabels(client, signal),
  ]);
  return { policies, labels };
}

/** The same, to judge tasks by. */
export async function readPolicySet(client: Client, signal: AbortSignal): Promise<PolicySet> {
  const { policies, labels } = await readInForce(client, signal);
  return policySet(policies, labels);
}

async function readNamespaceLabels(
  client: Client,
  signal: AbortSignal,
): Promise<(namespace: string) => Labels> {
  const { items } = await listAll(client, NAMESPACES, { signal }).catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 403) return { items: [] };
    throw error;
  });
  const labels = new Map(items.map(({ metadata }) => [metadata?.name ?? "", metadata?.labels ?? {}]));
  return (namespace) => labels.get(namespace) ?? { [NAME_LABEL]: namespace };
}
