import { expect, test } from "vitest";
import { guard, guardrailsOf, isRefused } from "../../../../src/guardrails/guard.ts";
import { spec } from "../../support/task.ts";

test.each([
  ["finalizers", { finalizers: ["example.com/hold"] }, true],
  ["our own label", { labels: { "batchtask.dev/run": "9" } }, true],
  ["our own annotation", { annotations: { "batchtask.dev/x": "y" } }, true],
  ["other labels and annotations", { labels: { app: "x" }, annotations: { note: "y" } }, false],
])("a template with %s", (_, metadata, refused) => {
  const { template } = spec();
  const guarded = guard(spec({ template: { ...template, metadata } }), guardrailsOf([]));
  expect(isRefused(guarded)).toBe(refused);
  if (refused) expect(guarded.violations[0]).toMatchObject({ rule: "reservedMetadata", policy: "baseline" });
});
