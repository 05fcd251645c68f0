import { expect, test } from "vitest";
import { computePolicyStatus } from "../../../../src/controllers/policy/status.ts";
import { policy } from "../../support/policy.ts";

test("a policy's status stays as it is while the facts do", () => {
  const facts = {
    namespaces: 2,
    matched: 5,
    adjusted: 1,
    rejected: 0,
    exempted: 0,
    recent: [],
    ofOthers: { jobs: { matched: 3, warned: 1, rejected: 0 } },
    conflicts: ["x against y"],
  };
  const first = computePolicyStatus(policy("p", { rules: {} }), facts, "2026-01-01T00:00:00Z");
  expect(first.conditions?.map(({ type, reason }) => [type, reason])).toEqual([
    ["Ready", "Enforced"],
    ["Conflicting", "ImpossibleBounds"],
  ]);
  const again = computePolicyStatus(
    { ...policy("p", { rules: {} }), status: first },
    facts,
    "2026-01-02T00:00:00Z",
  );
  expect(again).toEqual(first);
});

const counts = { namespaces: 1, matched: 5, adjusted: 1, rejected: 0, exempted: 0, recent: [] };

test("the status speaks of the policy's generation, and has the counts as they are", () => {
  const { conditions, ...rest } = computePolicyStatus(
    policy("p", { rules: {} }, 4),
    { ...counts, ofOthers: {}, conflicts: [] },
    "2026-01-01T00:00:00Z",
  );
  expect(rest).toEqual({ observedGeneration: 4, ...counts });
  expect(conditions).toEqual([
    {
      type: "Ready",
      status: "True",
      reason: "Enforced",
      message: "Holds in 1 namespace",
      lastTransitionTime: "2026-01-01T00:00:00Z",
      observedGeneration: 4,
    },
  ]);
});

test("a policy that only warns, or holds nowhere, is ready and says what is amiss", () => {
  const facts = { ...counts, namespaces: 0, ofOthers: undefined, conflicts: [] };
  const { conditions } = computePolicyStatus(policy("p", { mode: "Warn", rules: {} }), facts, "");
  expect(conditions?.map(({ type, status, reason }) => [type, status, reason])).toEqual([
    ["Ready", "True", "WarnOnly"],
    ["Unmatched", "True", "NoNamespaceMatches"],
  ]);
});

test("an exemption that ends soon is told of", () => {
  const exemptions = [
    { namespace: "ml", rules: ["images" as const], reason: "a", until: "2026-01-02T00:00:00Z" },
  ];
  const facts = { ...counts, ofOthers: {}, conflicts: [] };
  const one = policy("p", { exemptions, rules: {} });
  const { conditions } = computePolicyStatus(one, facts, "2026-01-01T00:00:00Z");
  expect(conditions?.map(({ type, reason }) => [type, reason])).toContainEqual([
    "Expiring",
    "ExemptionEndsSoon",
  ]);
});

test("a policy whose freeze can't be read says so, and holds otherwise", () => {
  const freezes = [{ schedule: "0 0 30 2 *", durationSeconds: 60 }];
  const facts = { ...counts, ofOthers: {}, conflicts: [] };
  const { conditions } = computePolicyStatus(policy("p", { rules: { freezes } }), facts, "");
  expect(conditions?.map(({ type, status, reason }) => [type, status, reason])).toEqual([
    ["Ready", "True", "Enforced"],
    ["Unreadable", "True", "UnreadableFreeze"],
  ]);
  expect(conditions?.[1]?.message).toBe(
    'spec.rules.freezes[0]: "0 0 30 2 *" never comes: none of its months has such a day; choose another day or month; what can\'t be read holds nothing up',
  );
});

test("Jobs that are not counted yet stay as they were, but not beyond an edit of the policy", () => {
  const facts = { ...counts, conflicts: [] };
  const ofOthers = { jobs: { matched: 3, warned: 1, rejected: 0 } };
  const before = computePolicyStatus(policy("p", { rules: {} }, 4), { ...facts, ofOthers }, "");
  expect(before).toMatchObject(ofOthers);
  const later = (generation: number, found: typeof ofOthers | object | undefined) =>
    computePolicyStatus(
      { ...policy("p", { rules: {} }, generation), status: before },
      { ...facts, ofOthers: found },
      "",
    );
  expect(later(4, undefined)).toEqual(before);
  expect(later(5, undefined)).not.toHaveProperty("jobs");
  expect(later(4, {})).not.toHaveProperty("jobs");
});
