import { expect, test } from "vitest";
import type { PolicyRules } from "../../../../src/api/policy/rules.ts";
import { heldUnder } from "../../../../src/cli/policy-explain/held.ts";
import { guardrailsOf } from "../../../../src/guardrails/guard.ts";
import type { Policy } from "../../../../src/guardrails/rule.ts";

const policy = (name: string, rules: PolicyRules, mode: "Enforce" | "Warn" = "Enforce") => ({
  name,
  mode,
  rules,
});
const PLACE = { namespace: "team", now: Date.parse("2026-01-01T00:00:00Z") };
const lines = (...policies: Policy[]) =>
  heldUnder(guardrailsOf(policies), PLACE).map(({ rule, bound, value, policy, otherwise, mode }) =>
    [rule, bound, value, policy, otherwise, mode].join("|"),
  );

test("without policies the baseline holds", () => {
  const held = lines();
  expect(held).toContain("backoffLimit|default|3|baseline||Enforce");
  expect(held).toContain("backoffLimit|max|10|baseline|Clamp|Enforce");
  expect(held).toContain("resources.limits.memory|max|64Gi|baseline|Clamp|Enforce");
});

test("of several policies each bound has the one that decides it", () => {
  const held = lines(
    policy("wide", { backoffLimit: { max: 8, onViolation: "Reject" }, images: { forbidLatest: true } }),
    policy("tight", {
      backoffLimit: { max: 2 },
      maxActivePerNamespace: 4,
      images: { allowed: ["a/**", "b/**"] },
    }),
  );
  expect(held.filter((line) => line.startsWith("backoffLimit|max"))).toEqual([
    "backoffLimit|max|2|tight|Clamp|Enforce",
  ]);
  expect(held).toContain("maxActivePerNamespace|max|4|tight|Queue|Enforce");
  expect(held).toContain("images|forbidLatest|true|wide|Reject|Enforce");
  expect(held).toContain("images|allowed|a/**, b/**|tight|Reject|Enforce");
});

test("what a policy in mode Warn would add stands beside what holds", () => {
  const rules: PolicyRules = {
    backoffLimit: { max: 1, onViolation: "Reject" },
    labels: { required: ["team"], inject: { cost: "batch" } },
    ignoreDisruptions: true,
    restartPolicies: { allowed: ["Never"] },
  };
  const held = lines(policy("trial", rules, "Warn"));
  expect(held).toContain("backoffLimit|max|10|baseline|Clamp|Enforce");
  expect(held.filter((line) => line.endsWith("|Warn"))).toEqual([
    "backoffLimit|max|1|trial|Reject|Warn",
    "labels|inject|cost=batch|trial||Warn",
    "ignoreDisruptions||true|trial||Warn",
    "restartPolicies|allowed|Never|trial|Reject|Warn",
    "labels|required|team|trial|Reject|Warn",
  ]);
});

test("sums, lists and keys are told by the policy that has them, and which other kinds it judges", () => {
  const named = policy("gpu", {
    podResources: { limits: { "nvidia.com/*": { max: 2 } } },
    resourceNames: { allowed: [] },
    nodeSelector: { values: { pool: ["gpu-*"] }, inject: { pool: "gpu-a" } },
    emptyDirs: { sizeLimit: { max: "1Gi" } },
  });
  const held = lines(Object.assign(named, { appliesTo: ["BatchTask", "Job"] }));
  expect(held.filter((line) => line.includes("|gpu|"))).toEqual([
    "emptyDirs.sizeLimit|max|1Gi|gpu|Clamp|Enforce",
    "nodeSelector|inject|pool=gpu-a|gpu||Enforce",
    "resourceNames|allowed|none|gpu|Reject|Enforce",
    "podResources.limits.nvidia.com/*|max|2|gpu|Reject|Enforce",
    "nodeSelector.values.pool|allowed|gpu-*|gpu|Reject|Enforce",
    "appliesTo|kinds|Job|gpu||Enforce",
  ]);
  const clamped = lines({ ...named, appliesTo: ["Job"], onJobClamp: "Clamp" });
  expect(clamped).toContain("appliesTo|kinds|Job|gpu|Clamp|Enforce");
});

test("who is exempt in the namespace, from what and until when", () => {
  const exemption = {
    namespace: "te*",
    rules: ["images" as const],
    reason: "new registry",
    until: "2026-02-01T00:00:00Z",
  };
  const exemptions = [
    { ...exemption, name: "train", matchLabels: { team: "ml" } },
    exemption,
    { ...exemption, namespace: "web" },
    { ...exemption, until: "2025-12-31T00:00:00Z" },
  ];
  const held = lines({ ...policy("bounds", { images: { forbidLatest: true } }), exemptions });
  expect(held.filter((line) => line.startsWith("exemptions"))).toEqual([
    "exemptions|until 2026-02-01T00:00:00Z|train, team=ml: images (new registry)|bounds||Enforce",
    "exemptions|until 2026-02-01T00:00:00Z|all tasks: images (new registry)|bounds||Enforce",
  ]);
});

test("what is filled in beside bounds is told, each with its policy", () => {
  const held = lines(
    policy("pool", {
      tolerations: {
        inject: [{ key: "gpu", value: "a", effect: "NoExecute", tolerationSeconds: 60 }, { key: "spot" }],
      },
      imagePullSecrets: { inject: ["mirror"], allowed: [] },
      priorityClasses: { default: "low" },
    }),
  );
  expect(held.filter((line) => line.includes("|pool|"))).toEqual([
    "tolerations|inject|gpu=a:NoExecute for 60s|pool||Enforce",
    "tolerations|inject|spot=|pool||Enforce",
    "imagePullSecrets|inject|mirror|pool||Enforce",
    "priorityClasses|default|low|pool||Enforce",
    "imagePullSecrets|allowed|none|pool|Reject|Enforce",
  ]);
});

test("labels that the namespace gives are told with their values", () => {
  const from = policy("cost", { labels: { fromNamespace: { cost: "example.com/cost", team: "team" } } });
  const held = heldUnder(guardrailsOf([from], { "example.com/cost": "4711" }), PLACE);
  expect(held.filter(({ policy }) => policy === "cost")).toEqual([
    {
      rule: "labels",
      bound: "fromNamespace",
      value: "cost=4711",
      policy: "cost",
      otherwise: "",
      mode: "Enforce",
    },
  ]);
});
