import { expect, test } from "vitest";
import { moved } from "../../../../../src/ui/page/timeline/grid.ts";

const size = { lines: 30, items: 3 };

test("keys lead from line to line and from run to run, and never out of the grid", () => {
  expect(moved("ArrowDown", { line: 0, item: 2 }, size)).toEqual({ line: 1, item: 2 });
  expect(moved("ArrowUp", { line: 0, item: 0 }, size)).toEqual({ line: 0, item: 0 });
  expect(moved("ArrowRight", { line: 4, item: 3 }, size)).toEqual({ line: 4, item: 3 });
  expect(moved("ArrowLeft", { line: 4, item: 1 }, size)).toEqual({ line: 4, item: 0 });
  expect(moved("PageDown", { line: 25, item: 1 }, size)).toEqual({ line: 29, item: 0 });
  expect(moved("End", { line: 0, item: 0 }, size)?.line).toBe(29);
  expect(moved("a", { line: 0, item: 0 }, size)).toBeUndefined();
});
