import { expect, test } from "vitest";
import { celOf, inPath } from "../../../src/form/cel.ts";
import type { Check } from "../../../src/form/check.ts";
import { treeOf } from "../../../src/form/tree.ts";

const check: Check = {
  isWrong: () => true,
  wrong: (value) => `${value} == 'x'`,
  tells: true,
  says: "isn't right: change it",
};

test("a field is only asked for where it is there, and the sentence names its path", () => {
  expect(celOf(treeOf({ name: [check] }), { value: "pod", path: "spec" })).toBe(
    `(has(pod.name) ? (pod.name == 'x' ? '; spec.name is "' + string(pod.name) + '", and isn\\'t right: change it' : '') : '')`,
  );
});

test("where an item stands in its list is only asked if something is wrong with it", () => {
  expect(celOf(treeOf({ "[]": [check] }), { value: "list", path: "spec" })).toBe(
    `list.map(i0, (i0 == 'x' ? '; spec[' + string(list.indexOf(i0)) + '] is "' + string(i0) + '", and isn\\'t right: change it' : '')).join('')`,
  );
});

test("a path may begin with what only CEL knows", () => {
  expect(celOf(treeOf({ "": [check] }), { value: "a", path: inPath("group.path") })).toContain(
    "'; ' + group.path + ' is \"'",
  );
});

test("a word that CEL keeps for itself is written as it wants it", () => {
  expect(celOf(treeOf({ namespace: [check] }), { value: "a", path: "a" })).toContain("has(a.__namespace__)");
});

test("what a later version may take is left to the Job", () => {
  expect(celOf(treeOf({ name: [{ ...check, mayChange: true }] }), { value: "a", path: "a" })).toBe("''");
});
