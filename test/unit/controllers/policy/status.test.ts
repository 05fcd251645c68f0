import { expect, test } from "vitest";
import { computePolicyStatus } from "../../../../src/controllers/policy/status.ts";
import { policy } from "../../support/policy.ts";

test("a policy's status stays as it is while the facts do", () => {
  const facts = {
    namespaces: 2,
    matched: 5,
    adjusted: 1,
    rejected: 0,
    recent: [],
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
