import type { Client, ListOptions } from "../../../src/kube/client.ts";
import type { KubeObject } from "../../../src/kube/object.ts";
import type { Resource } from "../../../src/kube/resource.ts";

/** A client of the fake API server whose lists heed label selectors and come in pages; `before` has each of them wait. */
export function realLists(
  client: Client,
  before: (resource: Resource, options: ListOptions) => Promise<void> = () => Promise.resolve(),
): Client {
  return {
    ...client,
    async list<T extends KubeObject>(resource: Resource<T>, options: ListOptions = {}) {
      await before(resource, options);
      const { labelSelector, limit = Number.POSITIVE_INFINITY, continue: from = "0", ...rest } = options;
      // A limit has the fake API server sort by name.
      const { items, resourceVersion } = await client.list(resource, {
        ...rest,
        limit: Number.MAX_SAFE_INTEGER,
      });
      const found = items.filter(({ metadata }) => isSelected(metadata?.labels, labelSelector));
      const end = Number(from) + limit;
      const page = { items: found.slice(Number(from), end), resourceVersion };
      return end < found.length ? { ...page, continue: String(end) } : page;
    },
  };
}

/** @param selector one label, or one with its value */
function isSelected(labels: Record<string, string> = {}, selector?: string): boolean {
  if (selector === undefined) return true;
  const [label = "", value] = selector.split("=");
  return value === undefined ? label in labels : labels[label] === value;
}
