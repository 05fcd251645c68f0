import { expect, test } from "vitest";
import { afterSteps, status } from "./support/steps.ts";

test("values changed and refused, by rule, policy and mode: once for each run and value", async () => {
  const common = { field: "backoffLimit", applied: "10", rule: "backoffLimit" };
  const clamped = { ...common, asked: "50", policy: "team" };
  const filled = { field: "ttlSecondsAfterFinished", applied: "60", rule: "ttl", policy: "baseline" };
  const warned = { ...common, asked: "50", policy: "trial", mode: "Warn" as const };
  const refused = { field: "image", asked: "a:latest", rule: "images", policy: "team", message: "one" };
  const clampedToo = { ...clamped, rule: "images", field: "image", applied: "a:1" };
  const first = { ...status({ phase: "Pending" }), adjustments: [clamped, filled, warned] };
  const exported = await afterSteps([
    undefined,
    first,
    { ...first, phase: "Running", violations: [refused], adjustments: [...first.adjustments, clampedToo] },
    { ...first, phase: "Running", violations: [{ ...refused, message: "other words" }] },
    { ...status({ phase: "Pending", number: 2 }), adjustments: [clamped], violations: [refused] },
  ]);
  expect(await exported.of("batchtask_adjustments_total")).toEqual({
    "backoffLimit/team/Enforce": 2,
    "backoffLimit/trial/Warn": 1,
  });
  expect(await exported.of("batchtask_rejections_total")).toEqual({ "images/team/Enforce": 2 });
});

test("by namespace: what was changed and refused counts where the task is", async () => {
  const clamped = { field: "backoffLimit", asked: "50", applied: "10", rule: "backoffLimit", policy: "team" };
  const refused = { field: "image", asked: "a:latest", rule: "images", policy: "team", message: "one" };
  const after = { ...status({ phase: "Pending" }), adjustments: [clamped], violations: [refused] };
  const exported = await afterSteps([undefined, after], { byNamespace: 1 });
  expect(await exported.of("batchtask_adjustments_total")).toEqual({ "backoffLimit/team/Enforce/team": 1 });
  expect(await exported.of("batchtask_rejections_total")).toEqual({ "images/team/Enforce/team": 1 });
});
