import { expect, test } from "vitest";
import type { BatchTaskSpec } from "../../../src/api/batchtask.ts";
import { guard } from "../../../src/guardrails/chain.ts";
import type { Policy } from "../../../src/guardrails/policy.ts";
import { spec } from "../support/task.ts";

const policy: Policy = {
  name: "p",
  rules: {
    backoffLimit: { default: 3, max: 10 },
    activeDeadlineSeconds: { default: 3600, min: 10, max: 7200 },
    ttlSecondsAfterFinished: { default: 600, max: 86400 },
  },
};

type Field = "backoffLimit" | "activeDeadlineSeconds" | "ttlSecondsAfterFinished" | "parallelism";
const cases: [string, Partial<BatchTaskSpec>, Field, number | undefined, string | undefined][] = [
  ["a default", {}, "backoffLimit", 3, "backoffLimit"],
  ["zero is a value, not an absence", { backoffLimit: 0 }, "backoffLimit", 0, undefined],
  ["a value at the bound", { backoffLimit: 10 }, "backoffLimit", 10, undefined],
  ["a value above the bound", { backoffLimit: 11 }, "backoffLimit", 10, "backoffLimit"],
  [
    "no default where retries are bounded per index",
    { backoffLimitPerIndex: 1 },
    "backoffLimit",
    undefined,
    undefined,
  ],
  [
    "a bound still binds there",
    { backoffLimitPerIndex: 1, backoffLimit: 50 },
    "backoffLimit",
    10,
    "backoffLimit",
  ],
  [
    "a value below the bound",
    { activeDeadlineSeconds: 1 },
    "activeDeadlineSeconds",
    10,
    "activeDeadlineSeconds",
  ],
  [
    "a deadline above the bound",
    { activeDeadlineSeconds: 7201 },
    "activeDeadlineSeconds",
    7200,
    "activeDeadlineSeconds",
  ],
  ["a TTL of zero", { ttlSecondsAfterFinished: 0 }, "ttlSecondsAfterFinished", 0, undefined],
  [
    "a TTL above the bound",
    { ttlSecondsAfterFinished: 86401 },
    "ttlSecondsAfterFinished",
    86400,
    "ttlSecondsAfterFinished",
  ],
  [
    "parallelism above completions",
    { parallelism: 8, completions: 2 },
    "parallelism",
    2,
    "parallelismWithinCompletions",
  ],
  ["parallelism of a work queue", { parallelism: 8 }, "parallelism", 8, undefined],
  [
    "parallelism with no completions wanted",
    { parallelism: 1, completions: 0 },
    "parallelism",
    0,
    "parallelismWithinCompletions",
  ],
];

test.each(cases)("%s", (...[, fields, field, applied, rule]) => {
  const asked = spec(fields);
  const guarded = guard(asked, policy);
  expect(guarded.spec[field]).toBe(applied);
  const adjustment = guarded.adjustments.find((a) => a.field === field);
  expect(adjustment?.rule).toBe(rule);
  if (rule === undefined) return;
  expect(adjustment).toMatchObject({ applied: String(applied), policy: "p" });
  expect(adjustment?.asked).toBe(asked[field]?.toString());
});

test("guarding leaves its argument alone", () => {
  const asked = spec({ backoffLimit: 100 });
  const copy = structuredClone(asked);
  guard(asked, policy);
  expect(asked).toEqual(copy);
});

test("a guarded spec passes unchanged", () => {
  const once = guard(spec({ backoffLimit: 100, parallelism: 3, completions: 1 }), policy);
  expect(guard(once.spec, policy)).toEqual({ spec: once.spec, adjustments: [] });
});
