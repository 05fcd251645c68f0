import type { Client, ListOptions, ListResult } from "./client.ts";
import { ApiError } from "./errors.ts";
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
  yield* follow((next) => client.list(resource, { ...options, limit: PAGE, continue: next }));
}

/**
 * The same for a walk that may take longer than the API server keeps one state (minutes): it goes on then, and an object
 * that was made or deleted meanwhile may be missed or met. Rejects as the client does.
 */
export async function* walkPages<T extends KubeObject>(
  client: Pick<Client, "list">,
  resource: Resource<T>,
  options: ListOptions,
): AsyncGenerator<T[]> {
  const page = (next: string | undefined) =>
    client.list(resource, { ...options, limit: PAGE, continue: next });
  yield* follow(async (next) => {
    try {
      return await page(next);
    } catch (error) {
      const isExpired = next !== undefined && error instanceof ApiError && error.status === 410;
      if (!isExpired || error.continue === undefined) throw error;
      return await page(error.continue);
    }
  });
}

async function* follow<T>(page: (next: string | undefined) => Promise<ListResult<T>>): AsyncGenerator<T[]> {
  let next: string | undefined;
  for (let count = 0; count < MOST_PAGES; count += 1) {
    const answer = await page(next);
    yield answer.items;
    next = answer.continue;
    if (!next) return;
  }
}
