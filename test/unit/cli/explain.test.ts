import { expect, test } from "vitest";
import type { BatchTaskStatus, Violation } from "../../../src/api/status.ts";
import type { Scene } from "../../../src/cli/cluster/scene.ts";
import { explainText } from "../../../src/cli/view/explain.ts";
import { run, task } from "../support/task.ts";

const plain = (text: string): string => text;
const style = { good: plain, bad: plain, warning: plain, faint: plain, strong: plain };
const NOW = "2026-01-01T01:00:00Z";
const explain = (status: BatchTaskStatus, scene: Partial<Scene> = {}): string => {
  const around = { job: undefined, pods: [], events: [], unread: [], ...scene };
  return explainText({ task: task({}, status), ...around }, { style, width: undefined, now: NOW });
};

const message = "spec.backoffLimit is 7, and policy team allows at most 5: set it to 5 or less";
const clamped = { field: "backoffLimit", asked: "7", applied: "5", rule: "backoffLimit", policy: "team" };
const status = (phase: "Rejected" | "Running", mode?: "Warn"): BatchTaskStatus => {
  const { applied: _, ...refused } = { ...clamped, message, ...(mode && { mode }) };
  const condition = {
    type: "Ready",
    status: "False" as const,
    lastTransitionTime: NOW,
    observedGeneration: 2,
  };
  const ready =
    phase === "Rejected" ? { reason: "PolicyViolation", message } : { reason: "Running", message: "1 pod" };
  return {
    observedGeneration: 2,
    phase,
    conditions: [{ ...condition, ...ready }],
    run: run(),
    adjustments: [{ ...clamped, ...(mode && { mode }) }],
    violations: [refused satisfies Violation],
  };
};

test("what a policy refuses is told once", () => {
  expect(explain(status("Rejected")).split(message)).toHaveLength(2);
  expect(explain(status("Rejected"))).not.toContain("What the guardrails changed");
  expect(explain(status("Running", "Warn"))).not.toContain("What the guardrails changed");
});

test("what a policy refuses too late, with its Job there, is clamped, and both are told", () => {
  const text = explain(status("Running"));
  expect(text).toContain(`team refuses: ${message}`);
  expect(text).toMatch(/backoffLimit +7 +5 +team/);
});

test("a status that is behind is not shown as the present one", () => {
  const text = explain(status("Running"), { behind: "the operator has not seen the edit of 20s ago" });
  expect(text).toContain("  Behind      the operator has not seen the edit of 20s ago\n");
});
