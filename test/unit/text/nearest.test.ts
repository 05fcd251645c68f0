import { expect, test } from "vitest";
import { nearest } from "../../../src/text/nearest.ts";

const KNOWN = ["backoffLimit", "completions", "parallelism", "template", "ttl"];

test.each([
  ["backofLimit", "backoffLimit"],
  ["BACKOFFLIMIT", "backoffLimit"],
  ["completoins", "completions"],
  ["paralelisms", "parallelism"],
  ["backLimit", undefined],
  ["tt", undefined],
  ["", undefined],
])("%s means %s", (written, meant) => {
  expect(nearest(written, KNOWN)).toBe(meant);
});

test("of two the nearer one, of equals the first", () => {
  expect(nearest("template", ["templates", "template"])).toBe("template");
  expect(nearest("temple", ["sample", "templf", "templg"])).toBe("templf");
  expect(nearest("anything", [])).toBeUndefined();
});
