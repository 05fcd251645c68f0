import { expect, test } from "vitest";
import { canonicalJson, isObject, shortHash } from "../../../src/job/canonical.ts";

test("the order of keys is lost at every depth, that of a list stays", () => {
  const one = { b: [{ d: 1, c: 2 }, 3], a: { y: null, x: "x" } };
  expect(canonicalJson(one)).toBe('{"a":{"x":"x","y":null},"b":[{"c":2,"d":1},3]}');
  expect(canonicalJson({ b: [3, { c: 2, d: 1 }], a: { x: "x", y: null } })).not.toBe(canonicalJson(one));
});

test("what is undefined is as if it were absent", () => {
  expect(canonicalJson({ a: 1, b: undefined })).toBe(canonicalJson({ a: 1 }));
});

test("a number that JavaScript can't hold counts in every digit", () => {
  expect(canonicalJson({ a: 2n ** 63n - 1n })).not.toBe(canonicalJson({ a: 2n ** 63n - 2n }));
});

// The example of FIPS 180-2: SHA-256 of "abc".
test.each([
  [8, "ba7816bf"],
  [16, "ba7816bf8f01cfea"],
])("the first %d digits of a SHA-256", (digits, hash) => {
  expect(shortHash("abc", digits)).toBe(hash);
});

test.each([
  [{}, true],
  [{ a: 1 }, true],
  [[], false],
  [null, false],
  [undefined, false],
  ["text", false],
])("%j is an object: %s", (value, isOne) => {
  expect(isObject(value)).toBe(isOne);
});
