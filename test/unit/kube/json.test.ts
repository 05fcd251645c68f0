import * as fc from "fast-check";
import { expect, test } from "vitest";
import { dropNulls, isRecord, jsonText, parseJson } from "../../../src/kube/json.ts";

test.each([
  "9223372036854775807",
  "-9223372036854775808",
  "9007199254740993",
  '{"a":[{"b":9223372036854775807}],"c":1.5,"d":"9223372036854775807"}',
])("%s is passed on as it is", (text) => {
  expect(jsonText(parseJson(text))).toBe(text);
});

test("any whole number of 64 bits is passed on as it is, and what JavaScript can hold is a number", () => {
  fc.assert(
    fc.property(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), (value) => {
      const parsed = parseJson(`[${value}]`);
      expect(jsonText(parsed)).toBe(`[${value}]`);
      expect(parsed).toEqual([Number.isSafeInteger(Number(value)) ? Number(value) : value]);
    }),
  );
});

test("all else is as JSON has it", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const value: unknown = JSON.parse(text);
      expect(jsonText(value)).toBe(JSON.stringify(value));
    }),
  );
  expect(parseJson('{"long":1e400,"text":"1234567890123456"}')).toEqual({
    long: Number.POSITIVE_INFINITY,
    text: "1234567890123456",
  });
  expect(jsonText({ a: 2n ** 63n, b: [1] }, 2)).toBe(
    '{\n  "a": 9223372036854775808,\n  "b": [\n    1\n  ]\n}',
  );
});

test("what is no JSON is an error either way", () => {
  expect(() => parseJson("{")).toThrow(SyntaxError);
  expect(() => parseJson("[1234567890123456")).toThrow(SyntaxError);
  const circle: unknown[] = [];
  circle.push(circle);
  expect(() => jsonText(circle)).toThrow(TypeError);
});

test.each([
  [{}, true],
  [[], false],
  [null, false],
  ["a", false],
])("%j is a record: %s", (value, is) => {
  expect(isRecord(value)).toBe(is);
});

test("keys that are null go, at any depth; items of lists stay where they are", () => {
  const value = { a: null, b: { c: null, d: [{ e: null, f: 1 }, null] } };
  dropNulls(value);
  expect(value).toEqual({ b: { d: [{ f: 1 }, null] } });
});
