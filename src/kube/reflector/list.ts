import type { Client } from "../client.ts";
import { ApiError } from "../errors.ts";
import type { KubeObject } from "../object.ts";
import type { Resource } from "../resource.ts";

export interface Scope {
  /** Default: all namespaces. */
  namespace?: string | undefined;
  labelSelector?: string | undefined;
  fieldSelector?: string | undefined;
}

/** client-go's page size: the server answers with as little memory, and other requests get their turn. */
const pageSize = 500;

/**
 * A consistent full read, page by page (without resourceVersion=0, which would make the server ignore the limit).
 * If the pages expire in between, it is read once more in a single answer.
 */
export async function listAll<T extends KubeObject>(
  client: Pick<Client, "list">,
  resource: Resource<T>,
  options: Scope & { signal: AbortSignal; transform?: (object: T) => T },
): Promise<{ items: T[]; resourceVersion: string }> {
  const { transform = (object: T) => object, ...list } = options;
  const items: T[] = [];
  let next: string | undefined;
  try {
    for (;;) {
      const page = await client.list(resource, { ...list, limit: pageSize, continue: next });
      for (const item of page.items) items.push(transform(item));
      // The later pages carry the version of the first one: together they are one snapshot.
      if (!page.continue) return { items, resourceVersion: page.resourceVersion };
      next = page.continue;
    }
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 410 && next)) throw error;
    const whole = await client.list(resource, list);
    return { items: whole.items.map(transform), resourceVersion: whole.resourceVersion };
  }
}
