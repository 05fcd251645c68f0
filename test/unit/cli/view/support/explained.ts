import type { BatchTaskStatus, Violation } from "../../../../../src/api/status.ts";
import type { TaskView } from "../../../../../src/cli/task/task-view.ts";
import { explainText } from "../../../../../src/cli/view/explain.ts";
import { run, task } from "../../../support/task.ts";

const plain = (text: string): string => text;
const style = { good: plain, bad: plain, warning: plain, faint: plain, strong: plain };
const NOW = "2026-01-01T01:00:00Z";
export const explain = (status: BatchTaskStatus, scene: Partial<TaskView> = {}): string => {
  const { failure } = status;
  const around = { failure, job: undefined, pods: [], events: [], lastWords: [], unread: [], ...scene };
  return explainText({ task: task({}, status), ...around }, { style, width: undefined, now: NOW });
};

export const message = "spec.backoffLimit is 7, and policy team allows at most 5: set it to 5 or less";
const clamped = { field: "backoffLimit", asked: "7", applied: "5", rule: "backoffLimit", policy: "team" };
export const status = (phase: "Rejected" | "Running", mode?: "Warn"): BatchTaskStatus => {
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

export const failed = (
  reason: string,
  exitCode: number,
  endedBy = "BackoffLimitExceeded",
): BatchTaskStatus => {
  const always = { lastTransitionTime: NOW, observedGeneration: 2, reason: endedBy };
  const message = "Container main ended; Job has ended";
  return {
    ...status("Running"),
    violations: undefined,
    phase: "Failed",
    failed: 1,
    failure: { reason, attempt: 1, exitCode, message: "Container main ended" },
    run: run({ completionTime: NOW }),
    conditions: [
      { ...always, type: "Ready", status: "False", message },
      { ...always, type: "Finished", status: "True", message },
    ],
  };
};

export const running = (message: string, failure?: BatchTaskStatus["failure"]): BatchTaskStatus => {
  const after = failed("Error", 3);
  const conditions = (after.conditions ?? []).map((one) =>
    one.type === "Ready" ? { ...one, reason: "Running", message } : one,
  );
  return { ...after, phase: "Running", run: run(), conditions, failure };
};
