import { describe, expect, test } from "vitest";
import { clampJob } from "../../../../src/guardrails/jobs/clamp-job.ts";
import type { Policy } from "../../../../src/guardrails/rule.ts";
import { spec } from "../../support/task.ts";

const policy: Policy = {
  name: "p",
  mode: "Enforce",
  appliesTo: ["Job", "CronJob"],
  onJobClamp: "Clamp",
  rules: {
    backoffLimit: { default: 2, max: 5 },
    activeDeadlineSeconds: { max: 60, onViolation: "Reject" },
    ttlSecondsAfterFinished: { default: 60 },
    completions: { max: 3 },
  },
};

const fieldsOf = (kind: "Job" | "CronJob", asked: object = {}, more: Partial<Policy> = {}) =>
  clampJob({ kind, spec: spec(asked) }, { ...policy, ...more }).adjustments.map(
    ({ field, applied }) => `${field}=${applied}`,
  );

test("a Job is filled in and clamped by the policy alone, without the baseline", () => {
  // Kubernetes has put 6 into it.
  expect(fieldsOf("Job")).toEqual([
    "backoffLimit=5",
    "activeDeadlineSeconds=60",
    "ttlSecondsAfterFinished=60",
  ]);
  expect(fieldsOf("Job", { backoffLimit: 4, activeDeadlineSeconds: 9, ttlSecondsAfterFinished: 9 })).toEqual(
    [],
  );
});

test("a CronJob gets defaults, and no TTL that it did not ask for", () => {
  expect(fieldsOf("CronJob")).toEqual(["backoffLimit=2", "activeDeadlineSeconds=60"]);
});

test("completions beside ranges of indexes stay", () => {
  const indexed = { completionMode: "Indexed", completions: 9, parallelism: 1, backoffLimit: 1 };
  const ranges = { successPolicy: { rules: [{ succeededIndexes: "0-8" }] } };
  expect(fieldsOf("CronJob", indexed)).toContain("completions=3");
  expect(fieldsOf("CronJob", { ...indexed, ...ranges })).toEqual(["activeDeadlineSeconds=60"]);
});

describe("nothing is changed", () => {
  test.each<[string, object, Partial<Policy>]>([
    ["in mode Warn", {}, { mode: "Warn" }],
    ["where it only warns", {}, { onJobClamp: "Warn" }],
    ["of another kind", {}, { appliesTo: ["CronJob"] }],
    ["where it is refused", { activeDeadlineSeconds: 99 }, {}],
  ])("%s", (_, asked, more) => {
    expect(fieldsOf("Job", asked, more)).toEqual([]);
  });
});
