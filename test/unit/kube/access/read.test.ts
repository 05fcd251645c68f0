import { expect, test } from "vitest";
import { parseTexts, readTexts } from "../../../../src/kube/access/read.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

const { pathOf, write } = temporaryFolder();

test("of several files those that are not there are passed over; at least one has to be", async () => {
  const path = await write("b", "current-context: b");
  expect(await readTexts([pathOf("a"), path])).toEqual([{ path, text: "current-context: b" }]);
  await expect(readTexts([pathOf("a"), pathOf("c")])).rejects.toThrow(`${pathOf("a")} can't be read: ENOENT`);
  await expect(readTexts([path, pathOf()])).rejects.toThrow(`${pathOf()} can't be read: EISDIR`);
});

test("empty files and comments are kubeconfigs with nothing in them", async () => {
  const config = await parseTexts([
    { path: "/a", text: "" },
    { path: "/b", text: "# nothing\n" },
    { path: "/c", text: "current-context: c" },
  ]);
  expect([config.currentContext, config.path]).toEqual(["c", "/a:/b:/c"]);
});

test.each(["a: [", "hello", "- a"])("%j is none, and its file is named", async (text) => {
  const good = { path: "/good", text: "current-context: c" };
  await expect(parseTexts([good, { path: "/bad", text }])).rejects.toThrow("/bad is not a kubeconfig");
});
