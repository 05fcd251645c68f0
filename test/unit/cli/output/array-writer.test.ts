import { parse } from "yaml";
import { expect, test } from "vitest";
import { arrayWriter } from "../../../../src/cli/output/array-writer.ts";
import { contextOf } from "../support/context.ts";

const PAGES = [[], [{ a: 1, b: [{ c: "x\ny" }] }, { a: 2 }], [], [{ a: 3 }]];

async function written(kind: "json" | "yaml", pages: readonly object[][]): Promise<string> {
  const { context, stdout } = contextOf();
  const writer = arrayWriter(context, kind);
  for (const page of pages) await writer.add(page);
  writer.end();
  return stdout();
}

test("page by page it comes to what a whole array would be", async () => {
  expect(await written("json", PAGES)).toBe(`${JSON.stringify(PAGES.flat(), undefined, 2)}\n`);
  expect(parse(await written("yaml", PAGES))).toEqual(PAGES.flat());
});

test.each(["json", "yaml"] as const)("nothing is an empty array in %s", async (kind) => {
  expect(await written(kind, [[], []])).toBe("[]\n");
});
