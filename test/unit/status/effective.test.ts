import { expect, test } from "vitest";
import type { BatchTaskSpec } from "../../../src/api/batchtask.ts";
import type { Adjustment, BatchTaskStatus } from "../../../src/api/status.ts";
import { inForce } from "../../../src/status/effective.ts";
import { parseJson } from "../../faults/support/json.ts";
import { run, spec } from "../support/task.ts";

const adjusted = (field: string, applied: string, more: Partial<Adjustment> = {}): Adjustment => ({
  field,
  applied,
  rule: "r",
  policy: "p",
  ...more,
});
const guarded = (fields: Partial<BatchTaskSpec>, adjustments: Adjustment[] = []) => ({
  spec: spec(fields),
  adjustments,
  violations: [],
});
/** A run that has its Job, after what was in force when it was made. */
const made = (...args: Parameters<typeof guarded>): BatchTaskStatus => ({
  observedGeneration: 1,
  run: run({ jobUID: "job-uid" }),
  ...inForce(guarded(...args), undefined),
});

test("the guarded values are told, of containers init containers first, quantities as text", () => {
  const resources = parseJson<object>('{ "limits": { "cpu": 2 } }');
  const template = {
    spec: {
      initContainers: [{ name: "fetch", image: "i", resources: { requests: { memory: "1Gi" } } }],
      containers: [{ name: "main", image: "i", resources }],
    },
  };
  const asked = guarded({ template, backoffLimit: 4, runs: { startDeadlineSeconds: 60 } });
  expect(inForce(asked, undefined)).toEqual({
    effective: {
      backoffLimit: 4,
      startDeadlineSeconds: 60,
      resources: [
        { container: "fetch", requests: { memory: "1Gi" } },
        { container: "main", limits: { cpu: "2" } },
      ],
    },
    adjustments: [],
  });
});

test("before its Job is made all of a run follows the policies", () => {
  const recorded = { ...made({ completions: 9 }, [adjusted("completions", "9")]), run: run() };
  const later = inForce(guarded({ completions: 3 }, [adjusted("completions", "3")]), recorded);
  expect(later.effective?.completions).toBe(3);
  expect(later.adjustments).toEqual([adjusted("completions", "3")]);
});

test("once its Job is made only what that can change follows the policies", () => {
  const before = made({ completions: 9, backoffLimit: 9 }, [
    adjusted("completions", "9"),
    adjusted("backoffLimit", "9"),
  ]);
  const later = guarded({ completions: 3, backoffLimit: 3 }, [
    adjusted("completions", "3"),
    adjusted("backoffLimit", "3"),
    adjusted("runs.startDeadlineSeconds", "60"),
  ]);
  expect(inForce(later, before)).toEqual({
    effective: { completions: 9, backoffLimit: 3, resources: [{ container: "main" }] },
    adjustments: [
      adjusted("backoffLimit", "3"),
      adjusted("runs.startDeadlineSeconds", "60"),
      adjusted("completions", "9"),
    ],
  });
});

test("what a policy only warns of follows it", () => {
  const warning = (applied: string): Adjustment => adjusted("completions", applied, { mode: "Warn" });
  const before = made({ completions: 9 }, [warning("5")]);
  expect(inForce(guarded({ completions: 9 }, [warning("4")]), before).adjustments).toEqual([warning("4")]);
});

test("completions that a live Indexed Job takes follow, unless it keeps its own", () => {
  const elastic = (completions: number): Partial<BatchTaskSpec> => ({
    completionMode: "Indexed",
    completions,
    parallelism: completions,
  });
  const before = made(elastic(3));
  expect(inForce(guarded(elastic(5)), before).effective).toMatchObject({ completions: 5, parallelism: 5 });
  expect(inForce(guarded(elastic(5)), before, true).effective).toMatchObject({
    completions: 3,
    parallelism: 5,
  });
});

test("violations are told where there are any", () => {
  const violations = [{ field: "f", rule: "r", policy: "p", message: "m" }];
  expect(inForce({ ...guarded({}), violations }, undefined).violations).toEqual(violations);
  expect(inForce(guarded({}), undefined)).not.toHaveProperty("violations");
});
