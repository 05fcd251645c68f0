import fc from "fast-check";
import { expect, test } from "vitest";
import type { Container } from "../../../src/api/job.ts";
import { containerResources } from "../../../src/guardrails/container-resources.ts";
import type { Policy } from "../../../src/guardrails/policy.ts";
import { compareQuantities } from "../../../src/guardrails/quantity.ts";
import { boundPair, type Pair } from "../../../src/guardrails/resource-bounds.ts";
import { spec } from "../support/task.ts";

const rules = { request: { default: "100m" }, limit: { default: "1", max: "4" }, defaults: true };
const cases: [string, Pair, Pair][] = [
  ["nothing asked: both defaults", {}, { request: "100m", limit: "1" }],
  ["a request above the default limit raises it", { request: "2" }, { request: "2", limit: "2" }],
  ["a limit alone is also the request, as Kubernetes has it", { limit: "50m" }, { limit: "50m" }],
  ["inside the bounds: unchanged", { request: "250m", limit: "500m" }, { request: "250m", limit: "500m" }],
  ["a limit above the bound", { request: "1", limit: "8" }, { request: "1", limit: "4" }],
  ["a lowered limit takes the request with it", { request: "6", limit: "8" }, { request: "4", limit: "4" }],
  ["a request above the bound without a limit", { request: "6" }, { request: "4", limit: "4" }],
  [
    "a request above its own limit is the author's to mend",
    { request: "2", limit: "1" },
    { request: "2", limit: "1" },
  ],
  ["numbers as JSON", { request: 2, limit: 3 }, { request: 2, limit: 3 }],
  ["equal values in another notation stay as written", { limit: "4000m" }, { limit: "4000m" }],
];

test.each(cases)("%s", (_, asked, applied) => {
  expect(boundPair(asked, rules)).toEqual(applied);
});

test("a pair that Kubernetes accepts is accepted after guarding", () => {
  const quantity = fc.integer({ min: 1, max: 20_000 }).map((milli) => `${milli}m`);
  fc.assert(
    fc.property(fc.option(quantity), fc.option(quantity), (request, limit) => {
      const asked: Pair = { ...(request !== null && { request }), ...(limit !== null && { limit }) };
      fc.pre(request === null || limit === null || compareQuantities(request, limit) !== 1);
      const applied = boundPair(asked, rules);
      expect(compareQuantities(applied.limit ?? "0", "4")).not.toBe(1);
      if (applied.request !== undefined && applied.limit !== undefined)
        expect(compareQuantities(applied.request, applied.limit)).not.toBe(1);
      expect(boundPair(applied, rules)).toEqual(applied);
    }),
  );
});

const policy: Policy = {
  name: "p",
  rules: { requests: { cpu: { default: "100m" } }, limits: { cpu: { max: "2" } } },
};
const container = (name: string, resources?: Container["resources"]): Container => ({
  name,
  ...(resources && { resources }),
});

test("every container and init container is guarded, and named in the adjustment", () => {
  const asked = spec();
  asked.template = {
    spec: {
      containers: [container("main"), container("side", { limits: { cpu: "9" } })],
      initContainers: [container("init", { limits: { cpu: "3" } })],
    },
  };
  const { spec: guarded, adjustments } = containerResources(asked, policy);
  expect(adjustments.map(({ field, asked, applied }) => [field, asked, applied])).toEqual([
    ["template.spec.initContainers[init].resources.limits.cpu", "3", "2"],
    ["template.spec.containers[main].resources.requests.cpu", undefined, "100m"],
    ["template.spec.containers[side].resources.limits.cpu", "9", "2"],
  ]);
  expect(guarded.template.spec?.initContainers?.[0]?.resources).toEqual({ limits: { cpu: "2" } });
  expect(guarded.template.spec?.containers[0]?.resources).toEqual({ requests: { cpu: "100m" } });
});

test("containers of a pod with resources of its own get no defaults", () => {
  const asked = spec();
  asked.template = { spec: { containers: [container("main")], resources: { limits: { cpu: "1" } } } };
  expect(containerResources(asked, policy).adjustments).toEqual([]);
});
