import { expect, test } from "vitest";
import { inlined, neededBy } from "../../../../src/guardrails/admission/needed.ts";

const all = [
  { name: "a", expression: "1" },
  { name: "b", expression: "variables.a + 1" },
  { name: "c", expression: "2" },
];

test("what an expression needs, and what that needs, in the order of the list", () => {
  expect(neededBy(["variables.b > 0"], all).map(({ name }) => name)).toEqual(["a", "b"]);
  expect(neededBy(["true"], all)).toEqual([]);
});

test("variables are written out, those of variables too", () => {
  expect(inlined("variables.b > variables.c", all)).toBe("((1) + 1) > (2)");
});
