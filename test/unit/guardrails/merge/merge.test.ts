import type { Policy } from "../../../../src/guardrails/rule.ts";
import { expect, test } from "vitest";
import type { PolicyRules } from "../../../../src/api/policy/rules.ts";
import { BASELINE } from "../../../../src/guardrails/baseline.ts";
import { merge } from "../../../../src/guardrails/merge/merge.ts";

const policy = (name: string, rules: PolicyRules): Policy => ({ name, mode: "Enforce", rules });
const merged = (...all: Policy[]) => merge(all, BASELINE);

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

test.each<[string, PolicyRules, PolicyRules, string]>([
  [
    "a min above another's max",
    { parallelism: { min: 5 } },
    { parallelism: { max: 3 } },
    "parallelism: policy a asks for at least 5, and policy b allows at most 3",
  ],
  [
    "a request above another's limit",
    { resources: { requests: { cpu: { min: "2" } } } },
    { resources: { limits: { cpu: { max: "1" } } } },
    "resources.requests.cpu against resources.limits.cpu: policy a asks for at least 2, and policy b allows at most 1",
  ],
  [
    "one label with two values",
    { labels: { inject: { team: "x" } } },
    { labels: { inject: { team: "y" } } },
    "labels.inject.team: policy a injects x, and policy b injects y",
  ],
])("a conflict: %s", (_, first, second, message) => {
  const { conflicts } = merged(policy("b", second), policy("a", first));
  expect(conflicts.map(({ policies }) => policies)).toEqual([["a", "b"]]);
  expect(conflicts[0]?.message).toContain(message);
});

test("the baseline is no party to a conflict", () => {
  expect(merged(policy("a", { resources: { limits: { memory: { min: "128Gi" } } } })).conflicts).toEqual([]);
});
