import { expect, test } from "vitest";
import { PODS } from "../../../src/api/resources.ts";
import type { ListOptions, ListResult } from "../../../src/kube/client.ts";
import { ApiError } from "../../../src/kube/errors.ts";
import { pagesOf, walkPages } from "../../../src/kube/pages.ts";

test("a list is read page by page, with the same selection, until there is no more", async () => {
  const asked: ListOptions[] = [];
  const client = {
    list: async (_: unknown, options: ListOptions = {}): Promise<ListResult<never>> => {
      asked.push(options);
      const next = asked.length < 3 ? { continue: `after ${asked.length}` } : {};
      return { items: [], resourceVersion: "1", ...next };
    },
  };
  let pages = 0;
  for await (const items of pagesOf(client, PODS, { namespace: "team", labelSelector: "a" }))
    pages += items.length === 0 ? 1 : 0;
  expect(pages).toBe(3);
  const all = { namespace: "team", labelSelector: "a", limit: 500 };
  expect(asked).toEqual([
    { ...all, continue: undefined },
    { ...all, continue: "after 1" },
    { ...all, continue: "after 2" },
  ]);
});

/** Two pages, and between them the list expires; `fresh` is what the API server offers to go on with. */
function expiring(fresh: string | undefined) {
  const asked: (string | undefined)[] = [];
  const client = {
    list: async (_: unknown, { continue: next }: ListOptions = {}): Promise<ListResult<never>> => {
      asked.push(next);
      if (next === "old")
        throw new ApiError({
          status: 410,
          body: JSON.stringify({ kind: "Status", reason: "Expired", metadata: { continue: fresh } }),
          method: "GET",
          path: "/api/v1/pods",
        });
      return { items: [], resourceVersion: "1", ...(next === undefined && { continue: "old" }) };
    },
  };
  const read = async (pages: typeof pagesOf | typeof walkPages) => {
    let count = 0;
    for await (const _ of pages(client, PODS, {})) count += 1;
    return count;
  };
  return { asked, read };
}

test("a walk goes on where its list has expired, with what the API server gives for that", async () => {
  const { asked, read } = expiring("fresh");
  expect(await read(walkPages)).toBe(2);
  expect(asked).toEqual([undefined, "old", "fresh"]);
});

test("a walk that can't go on, and a list that is to be consistent, end with the error", async () => {
  await expect(expiring(undefined).read(walkPages)).rejects.toMatchObject({ status: 410 });
  await expect(expiring("fresh").read(pagesOf)).rejects.toMatchObject({ status: 410 });
});
