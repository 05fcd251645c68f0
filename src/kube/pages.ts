import type { Client, ListOptions } from "./client.ts";
import type { KubeObject } from "./object.ts";
import type { Resource } from "./resource.ts";

const PAGE = 500;
/** Bounds what one list reads where the API server never comes to an end. */
const MOST_PAGES = 1_000;

/** A consistent list, page by page: of many objects few have to be kept. Rejects as the client does. */
export async function* pagesOf<T extends KubeObject>(
  client: Pick<Client, "list">,
  resource: Resource<T>,
  options: ListOptions,
): AsyncGenerator<T[]> {
  let next: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await client.list(resource, { ...options, limit: PAGE, continue: next });
    yield answer.items;
    next = answer.continue;
    if (!next) return;
  }
}
