import { expect, test } from "vitest";
import { unbroken, wrap } from "../../../../src/cli/output/wrap.ts";

test("breaks at spaces, and never within words that belong together", () => {
  expect(wrap("one two three", 8)).toEqual(["one two", "three"]);
  expect(wrap(`one ${unbroken("two three")}`, 8)).toEqual(["one", "two three"]);
});
