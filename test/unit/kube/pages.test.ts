import { expect, test } from "vitest";
import { PODS } from "../../../src/api/resources.ts";
import type { ListOptions, ListResult } from "../../../src/kube/client.ts";
import { pagesOf } from "../../../src/kube/pages.ts";

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
