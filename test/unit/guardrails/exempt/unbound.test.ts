import { expect, test } from "vitest";
import { unbound } from "../../../../src/guardrails/exempt/unbound.ts";
import type { Policy } from "../../../../src/guardrails/rule.ts";

test("of exempt rules the bounds are gone, and what they fill in stays; the others are as they were", () => {
  const policy: Policy = {
    name: "bounds",
    mode: "Enforce",
    rules: {
      backoffLimit: { default: 1, max: 2 },
      parallelism: { max: 3 },
      resources: { limits: { cpu: { default: "1", max: "2" } }, requests: { memory: { min: "1Mi" } } },
      emptyDirs: { sizeLimit: { default: "1Gi", max: "2Gi" } },
    },
  };
  expect(unbound(policy)).toBe(policy);
  const rules = ["backoffLimit" as const, "resources" as const, "emptyDirs" as const];
  const granted = [{ namespace: "*", rules, reason: "", until: "" }];
  expect(unbound({ ...policy, granted }).rules).toEqual({
    backoffLimit: { default: 1 },
    parallelism: { max: 3 },
    resources: { limits: { cpu: { default: "1" } }, requests: { memory: {} } },
    emptyDirs: { sizeLimit: { default: "1Gi" } },
  });
});
