import { expect, test } from "vitest";
import type { PolicyRules } from "../../../../src/api/policy/rules.ts";
import { merged, policy } from "./support/merged.ts";

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
  [
    "one taint with two tolerations",
    { tolerations: { inject: [{ key: "gpu", effect: "NoSchedule", value: "a" }] } },
    { tolerations: { inject: [{ key: "gpu", effect: "NoSchedule", operator: "Exists" }] } },
    "tolerations.inject.gpu:NoSchedule: policy a injects gpu=a:NoSchedule, and policy b injects gpu:NoSchedule",
  ],
  [
    "two PriorityClasses",
    { priorityClasses: { default: "low" } },
    { priorityClasses: { default: "lower" } },
    "priorityClasses.default: policy a injects low, and policy b injects lower",
  ],
])("a conflict: %s", (_, first, second, message) => {
  const { conflicts } = merged(policy("b", second), policy("a", first));
  expect(conflicts.map(({ policies }) => policies)).toEqual([["a", "b"]]);
  expect(conflicts[0]?.message).toContain(message);
});

test("the baseline is no party to a conflict", () => {
  expect(merged(policy("a", { resources: { limits: { memory: { min: "128Gi" } } } })).conflicts).toEqual([]);
});

test("what two policies fill in alike is no conflict, and the first by name is said to do it", () => {
  const inject = [{ key: "gpu", operator: "Exists" as const }, { key: "spot" }];
  const a = policy("a", { imagePullSecrets: { inject: ["hub"] }, tolerations: { inject: inject.slice(1) } });
  const b = policy("b", { imagePullSecrets: { inject: ["own", "hub"] }, tolerations: { inject } });
  const { conflicts, tolerations, imagePullSecrets } = merged(b, a);
  expect(conflicts).toEqual([]);
  expect(Object.entries(tolerations).map(([taint, { policy }]) => [taint, policy])).toEqual([
    ["spot", "a"],
    ["gpu", "b"],
  ]);
  expect(imagePullSecrets).toEqual({
    hub: { value: "hub", policy: "a" },
    own: { value: "own", policy: "b" },
  });
});
