import { expect, test } from "vitest";
import { createShare } from "../../../../src/kube/store/sharing.ts";

test("of equal values the first one is given", () => {
  const share = createShare(10);
  const first = share({ type: "Ready", status: "True" });
  expect(share({ type: "Ready", status: "True" })).toBe(first);
  expect(share({ type: "Ready", status: "False" })).toEqual({ type: "Ready", status: "False" });
});

test("what is shared can't be changed, at any depth", () => {
  const shared = createShare(10)({ resources: [{ limits: { cpu: "1" } }] });
  expect(() => Object.assign(shared.resources[0]?.limits ?? {}, { cpu: "2" })).toThrow(TypeError);
  expect(() => shared.resources.push({ limits: { cpu: "3" } })).toThrow(TypeError);
});

test("what was asked for longest ago is forgotten first", () => {
  const share = createShare(2);
  const [a, b] = [share({ a: 1 }), share({ b: 1 })];
  share({ a: 1 });
  share({ c: 1 });
  expect(share({ a: 1 })).toBe(a);
  expect(share({ b: 1 })).not.toBe(b);
});

test("nothing, and what is long, is given back as it is", () => {
  const share = createShare(10);
  const long = { message: "x".repeat(5_000) };
  expect(share(undefined)).toBeUndefined();
  expect(share(long)).toBe(long);
  expect(share({ ...long })).not.toBe(long);
  expect(Object.isFrozen(long)).toBe(false);
});
