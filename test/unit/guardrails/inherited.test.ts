import { expect, test } from "vitest";
import { guard, guardrailsOf } from "../../../src/guardrails/guard.ts";
import { inNamespace } from "../../../src/guardrails/inherited.ts";
import type { Policy } from "../../../src/guardrails/rule.ts";
import { templateHash } from "../../../src/job/template-hash.ts";
import { spec } from "../support/task.ts";

const policy: Policy = {
  name: "p",
  mode: "Enforce",
  rules: { labels: { required: ["cost"], fromNamespace: { cost: "example.com/cost", team: "team" } } },
};

test("a policy has what the namespace gives, of labels that have a value", () => {
  const labels = { "example.com/cost": "4711", team: "", other: "x" };
  expect(inNamespace(policy, labels).inherited).toEqual({ cost: "4711" });
  expect(inNamespace({ ...policy, rules: {} }, labels)).not.toHaveProperty("inherited");
});

test("a key that every object has is no label", () => {
  const from = { ...policy, rules: { labels: { fromNamespace: { a: "constructor" } } } };
  expect(inNamespace(from, {}).inherited).toEqual({});
});

test("another label of the namespace is another label of the next pods, and no other hash", () => {
  const asked = spec();
  const labelsWith = (cost: string) =>
    guard(asked, guardrailsOf([policy], { "example.com/cost": cost })).spec.template.metadata?.labels;
  expect(labelsWith("1")).toEqual({ cost: "1" });
  expect(labelsWith("2")).toEqual({ cost: "2" });
  expect(templateHash(asked)).toBe(templateHash(spec()));
});

test("what a policy injects in all namespaces comes before what one gives", () => {
  const both = { ...policy, rules: { labels: { ...policy.rules.labels, inject: { cost: "all" } } } };
  const guarded = guard(spec(), guardrailsOf([both], { "example.com/cost": "1" }));
  expect(guarded.spec.template.metadata?.labels).toEqual({ cost: "all" });
  expect(guarded.violations).toEqual([]);
});
