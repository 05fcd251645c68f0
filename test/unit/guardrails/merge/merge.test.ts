import { expect, test } from "vitest";
import type { PolicyRules } from "../../../../src/api/policy/rules.ts";
import { merged, policy } from "./support/merged.ts";

test("without a policy the baseline decides", () => {
  expect(merged().numbers.backoffLimit).toEqual({
    default: { value: 3, policy: "baseline" },
    max: { value: 10, policy: "baseline" },
  });
});

test("a policy's bound takes the place of the baseline's, the others stay", () => {
  expect(merged(policy("a", { backoffLimit: { max: 50 } })).numbers.backoffLimit).toEqual({
    default: { value: 3, policy: "baseline" },
    max: { value: 50, policy: "a" },
  });
});

test("a bound of the baseline that contradicts a policy gives way", () => {
  expect(merged(policy("a", { backoffLimit: { default: 20 } })).numbers.backoffLimit).toEqual({
    default: { value: 20, policy: "a" },
  });
});

test("of several the tightest wins, whatever their order", () => {
  const a = policy("a", { backoffLimit: { default: 4, min: 1, max: 8 } });
  const b = policy("b", { backoffLimit: { default: 5, min: 2, max: 6 } });
  const expected = {
    default: { value: 4, policy: "a" },
    min: { value: 2, policy: "b" },
    max: { value: 6, policy: "b" },
  };
  expect(merged(a, b).numbers.backoffLimit).toEqual(expected);
  expect(merged(b, a).numbers.backoffLimit).toEqual(expected);
});

const limits = (max: string): PolicyRules => ({ resources: { limits: { memory: { max } } } });

test("quantities are compared by value, not by text", () => {
  expect(merged(policy("a", limits("900Mi")), policy("b", limits("1G"))).limits["memory"]?.max).toEqual({
    value: "900Mi",
    policy: "a",
  });
});

test("the fewest active tasks win, and one policy is enough to ignore disruptions", () => {
  const all = merged(
    policy("a", { maxActivePerNamespace: 5, ignoreDisruptions: false }),
    policy("b", { maxActivePerNamespace: 3, ignoreDisruptions: true }),
  );
  expect(all.maxActive).toEqual({ value: 3, policy: "b" });
  expect(all.ignoreDisruptions).toBe("b");
});
