import { expect, test } from "vitest";
import type { BatchTaskStatus } from "../../../src/api/status.ts";
import { rulingsOf } from "../../../src/guardrails/rulings.ts";

const limit = { field: "spec.backoffLimit", rule: "backoffLimit" };

test("refusals come first, then changes; what is filled in, and what a clamp would have made of a refused value, are none", () => {
  const status: BatchTaskStatus = {
    observedGeneration: 1,
    adjustments: [
      { ...limit, policy: "a", asked: "20", applied: "10" },
      { ...limit, policy: "b", asked: "20", applied: "5", mode: "Warn" },
      { ...limit, policy: "c", asked: "20", applied: "7" },
      { field: "spec.ttlSecondsAfterFinished", rule: "ttlSecondsAfterFinished", policy: "a", applied: "60" },
    ],
    violations: [{ ...limit, policy: "c", asked: "20", message: "spec.backoffLimit is 20" }],
  };
  expect(rulingsOf(status)).toEqual([
    {
      ...limit,
      policy: "c",
      asked: "20",
      applied: "",
      isRefused: true,
      mode: "Enforce",
      message: "spec.backoffLimit is 20",
    },
    {
      ...limit,
      policy: "a",
      asked: "20",
      applied: "10",
      isRefused: false,
      mode: "Enforce",
      message: "spec.backoffLimit: 20 asked, 10 applied",
    },
    {
      ...limit,
      policy: "b",
      asked: "20",
      applied: "5",
      isRefused: false,
      mode: "Warn",
      message: "spec.backoffLimit: 20 asked, 5 would be applied",
    },
  ]);
  expect(rulingsOf(undefined)).toEqual([]);
});
