import { expect, test } from "vitest";
import { changed, rowsOf } from "../../../../../src/ui/page/store/rows.ts";
import { once } from "../../../../support/ui/rows.ts";

const rows = rowsOf([once("b", "x", {}), once("a", "z", {}), once("a", "y", {})]);
const names = ({ list }: typeof rows) => list.map(({ namespace, name }) => `${namespace}/${name}`);

test("rows stand by namespace and name, and are found by UID", () => {
  expect(names(rows)).toEqual(["a/y", "a/z", "b/x"]);
  expect(rows.list[rows.places.get("uid-b-x") ?? -1]?.name).toBe("x");
});

test("a change keeps the order and leaves the rows before it as they were", () => {
  const next = changed(rows, { upserts: [once("a", "z", { phase: "Failed" })], deletes: [] });
  expect(next.list[1]?.phase).toBe("Failed");
  expect(rows.list[1]?.phase).toBe("Succeeded");
  expect(next.places).toBe(rows.places);
});

test("what comes is put in its place, and what goes is gone; a deletion of what is not there is none", () => {
  const next = changed(rows, { upserts: [once("a", "za", {})], deletes: ["uid-a-y", "uid-none"] });
  expect(names(next)).toEqual(["a/z", "a/za", "b/x"]);
  expect(next.places.get("uid-b-x")).toBe(2);
});
