import type { BatchTaskPolicy } from "../../api/policy.ts";
import { NAMESPACES, POLICIES } from "../../api/resources.ts";
import type { Labels } from "../../guardrails/selector.ts";
import type { Client, ListOptions } from "../../kube/client.ts";
import type { KubeObject } from "../../kube/object.ts";
import type { Resource } from "../../kube/resource.ts";

const PAGE = 500;
/** Every namespace has this label, with its name. */
export const NAME_LABEL = "kubernetes.io/metadata.name";

/** All objects of a kind, page by page. */
export async function listAll<T extends KubeObject>(
  client: Client,
  resource: Resource<T>,
  options: ListOptions,
): Promise<T[]> {
  const items: T[] = [];
  let next: string | undefined;
  do {
    const page = await client.list(resource, { ...options, limit: PAGE, continue: next });
    items.push(...page.items);
    next = page.continue;
  } while (next !== undefined);
  return items;
}

/** The policies of a cluster. */
export function readPolicies(client: Client, signal: AbortSignal): Promise<BatchTaskPolicy[]> {
  return listAll(client, POLICIES, { signal });
}

/** The labels of every namespace; of one that can't be read only its name. */
export async function readNamespaceLabels(
  client: Client,
  signal: AbortSignal,
): Promise<(namespace: string) => Labels> {
  const namespaces = await listAll(client, NAMESPACES, { signal }).catch((error: unknown) => {
    if (isForbidden(error)) return [];
    throw error;
  });
  const labels = new Map(namespaces.map(({ metadata }) => [metadata?.name ?? "", metadata?.labels ?? {}]));
  return (namespace) => labels.get(namespace) ?? { [NAME_LABEL]: namespace };
}

function isForbidden(error: unknown): boolean {
  return error instanceof Error && "status" in error && error.status === 403;
}
