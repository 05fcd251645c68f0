import { expect, test } from "vitest";
import { EXEMPTABLE, type Exemption } from "../../../../src/api/policy/exemptions.ts";
import { RULES } from "../../../../src/guardrails/chain.ts";
import { holdingFor } from "../../../../src/guardrails/exempt/exempt.ts";
import { guard, guardrailsOf } from "../../../../src/guardrails/guard.ts";
import type { Policy } from "../../../../src/guardrails/rule.ts";
import { spec } from "../../support/task.ts";

const NOW = Date.parse("2026-06-01T00:00:00Z");

const policy = (exemption: Partial<Exemption> = {}): Policy => ({
  name: "bounds",
  mode: "Enforce",
  rules: {
    activeDeadlineSeconds: { default: 60, max: 3600, onViolation: "Reject" },
    backoffLimit: { max: 1 },
    labels: { required: ["team"], inject: { cost: "batch" } },
  },
  exemptions: [
    {
      namespace: "ml-*",
      rules: ["activeDeadlineSeconds", "labels"],
      reason: "until the migration",
      until: "2026-06-02T00:00:00Z",
      ...exemption,
    },
  ],
});
const train = { namespace: "ml-a", name: "train", labels: { team: "ml" } };

function guarded(one: Policy, subject = train, now = NOW) {
  const asked = spec({ activeDeadlineSeconds: 10_000_000, backoffLimit: 5 });
  return guard(asked, guardrailsOf(holdingFor([one], subject, now)));
}

test("who is exempt from a rule is neither refused nor clamped for it, by the baseline either, and is told so", () => {
  const { spec: held, violations, exemptions } = guarded(policy());
  expect(violations).toEqual([]);
  expect(held.activeDeadlineSeconds).toBe(10_000_000);
  expect(held.backoffLimit).toBe(1);
  expect(exemptions).toEqual([
    {
      policy: "bounds",
      rules: ["activeDeadlineSeconds", "labels"],
      reason: "until the migration",
      until: "2026-06-02T00:00:00Z",
    },
  ]);
});

test("what a rule fills in or injects stays", () => {
  const { spec: held } = guard(spec(), guardrailsOf(holdingFor([policy()], train, NOW)));
  expect(held.activeDeadlineSeconds).toBe(60);
  expect(held.template.metadata?.labels).toMatchObject({ cost: "batch" });
});

test.each<[string, Partial<Exemption>, Partial<typeof train>?, number?]>([
  ["another namespace", {}, { namespace: "web" }],
  ["another name", { name: "serve-*" }],
  ["another label", { matchLabels: { team: "web" } }],
  ["a label that is not there", { matchLabels: { tier: "gold" } }],
  ["an end that has passed", {}, {}, Date.parse("2026-06-02T00:00:00Z")],
  ["an end that is no time", { until: "soon" }],
])("%s is not exempt", (_, exemption, subject = {}, now = NOW) => {
  const { violations, exemptions } = guarded(policy(exemption), { ...train, ...subject }, now);
  expect(violations.map(({ rule }) => rule)).toEqual(["activeDeadlineSeconds", "labels"]);
  expect(exemptions).toBeUndefined();
});

test("a name and labels that match are exempt", () => {
  expect(guarded(policy({ name: "tr*n", matchLabels: { team: "ml" } })).violations).toEqual([]);
});

test("another policy's rule holds beside it", () => {
  const other: Policy = { ...policy(), name: "other", exemptions: [] };
  const both = guardrailsOf(holdingFor([policy(), other], train, NOW));
  const { violations } = guard(spec({ activeDeadlineSeconds: 10_000_000 }), both);
  expect(violations.map(({ policy: name }) => name)).toEqual(["other", "other"]);
});

test("where nothing is exempt the policies are the same objects, so that nothing is worked out anew", () => {
  const policies = [policy()];
  expect(holdingFor(policies, { namespace: "web", name: "x" }, NOW)).toBe(policies);
});

test("each rule that objects to something can be exempted from", () => {
  const objecting = RULES.filter(({ objections }) => objections).map(({ name }) => name);
  expect(EXEMPTABLE.toSorted()).toEqual(objecting.toSorted());
});
