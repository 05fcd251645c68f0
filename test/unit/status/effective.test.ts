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
  });
});

test("before its Job is made all of a run follows the policies", () => {
  const clamped = (applied: string) => adjusted("completions", applied, { asked: "20" });
  const recorded = { ...made({ completions: 9 }, [clamped("9")]), run: run() };
  const later = inForce(guarded({ completions: 3 }, [clamped("3")]), recorded);
  expect(later.effective?.completions).toBe(3);
  expect(later.adjustments).toEqual([clamped("3")]);
});

test("once its Job is made only what that can change follows the policies", () => {
  const clamped = (field: string, applied: string) => adjusted(field, applied, { asked: "20" });
  const before = made({ completions: 9, backoffLimit: 9 }, [
    clamped("completions", "9"),
    clamped("backoffLimit", "9"),
  ]);
  const later = guarded({ completions: 3, backoffLimit: 3 }, [
    clamped("completions", "3"),
    clamped("backoffLimit", "3"),
    clamped("runs.startDeadlineSeconds", "60"),
  ]);
  expect(inForce(later, before)).toEqual({
    effective: { completions: 9, backoffLimit: 3, resources: [{ container: "main" }] },
    adjustments: [
      clamped("backoffLimit", "3"),
      clamped("runs.startDeadlineSeconds", "60"),
      clamped("completions", "9"),
    ],
  });
});

test("what is filled in stands among the values in force, with the policy where it was not the baseline", () => {
  const byBaseline = adjusted("backoffLimit", "3", { policy: "baseline" });
  expect(inForce(guarded({ backoffLimit: 3 }, [byBaseline]), undefined)).toEqual({
    effective: { backoffLimit: 3, resources: [{ container: "main" }] },
  });
  const limit = "template.spec.containers[main].resources.limits.cpu";
  const { effective, adjustments } = made({ backoffLimit: 3 }, [
    adjusted("backoffLimit", "3"),
    adjusted(limit, "2", { policy: "q" }),
    adjusted("completions", "1"),
  ]);
  expect(adjustments).toBeUndefined();
  expect(effective?.filledIn).toEqual([
    { policy: "p", fields: ["backoffLimit", "completions"] },
    { policy: "q", fields: [limit] },
  ]);
});

test("who filled in what a Job was made with is remembered; the rest follows the policies", () => {
  const before = made({ completions: 9, backoffLimit: 9 }, [
    adjusted("completions", "9"),
    adjusted("backoffLimit", "9"),
  ]);
  const later = guarded({ completions: 3, backoffLimit: 3 }, [
    adjusted("completions", "3", { policy: "q" }),
    adjusted("backoffLimit", "3", { policy: "baseline" }),
  ]);
  const { effective } = inForce(later, before);
  expect(effective).toMatchObject({ completions: 9, backoffLimit: 3 });
  expect(effective?.filledIn).toEqual([{ policy: "p", fields: ["completions"] }]);
  const same = inForce(later, { ...before, effective });
  expect(same).toEqual(inForce(later, before));
});

test("what an earlier release listed of a Job as filled in is remembered, too, and listed no more", () => {
  const labels = adjusted("template.metadata.labels[team]", "shop");
  const listed = [adjusted("completions", "9"), labels, adjusted("backoffLimit", "9")];
  const before = { ...made({ completions: 9 }), adjustments: listed };
  expect(inForce(guarded({ completions: 3 }), before)).toEqual({
    effective: {
      completions: 9,
      resources: [{ container: "main" }],
      filledIn: [{ policy: "p", fields: ["completions"] }],
    },
    adjustments: [labels],
  });
});

test.each(["template.metadata.labels[team]", "podFailurePolicy", "template.spec.resources.limits.cpu"])(
  "%s is listed, though nothing was asked: what is in force does not show it",
  (field) => {
    const added = adjusted(field, "x");
    expect(inForce(guarded({}, [added]), undefined)).toEqual({
      effective: { resources: [{ container: "main" }] },
      adjustments: [added],
    });
  },
);

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
