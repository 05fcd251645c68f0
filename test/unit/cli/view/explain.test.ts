import { expect, test } from "vitest";
import type { BatchTaskStatus, Violation } from "../../../../src/api/status.ts";
import type { TaskView } from "../../../../src/cli/task/task-view.ts";
import { explainText } from "../../../../src/cli/view/explain.ts";
import { run, task } from "../../support/task.ts";

const plain = (text: string): string => text;
const style = { good: plain, bad: plain, warning: plain, faint: plain, strong: plain };
const NOW = "2026-01-01T01:00:00Z";
const explain = (status: BatchTaskStatus, scene: Partial<TaskView> = {}): string => {
  const { failure } = status;
  const around = { failure, job: undefined, pods: [], events: [], lastWords: [], unread: [], ...scene };
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

const failed = (reason: string, exitCode: number, endedBy = "BackoffLimitExceeded"): BatchTaskStatus => {
  const always = { lastTransitionTime: NOW, observedGeneration: 2, reason: endedBy };
  const message = "Container main ended; Job has ended";
  return {
    ...status("Running"),
    violations: undefined,
    phase: "Failed",
    failed: 1,
    failure: { reason, exitCode, message: "Container main ended" },
    run: run({ completionTime: NOW }),
    conditions: [
      { ...always, type: "Ready", status: "False", message },
      { ...always, type: "Finished", status: "True", message },
    ],
  };
};

test.each([
  ["an exit code of its own", failed("Error", 3), "rerun"],
  ["too little memory", failed("OOMKilled", 137), "edit"],
  ["no such command", failed("Error", 127), "edit"],
  ["a command that is not there", failed("StartError", 128), "edit"],
])("what to do about %s", (_, after, verb) => {
  const other = verb === "edit" ? "batchtask rerun" : "kubectl edit";
  expect(explain(after)).toContain(
    verb === "edit" ? "  kubectl edit batchtask" : "  kubectl batchtask rerun",
  );
  expect(explain(after)).not.toContain(other);
});

test("after too little time: an edit, which alone starts no run, and the rerun; the logs went with the pods", () => {
  const text = explain(failed("Error", 143, "DeadlineExceeded"));
  expect(text).toMatch(/ {2}kubectl edit batchtask .*\n {2}kubectl batchtask rerun /);
  expect(text).not.toContain("batchtask logs");
});

test("a passed deadline is told with its value", () => {
  const late = { ...failed("Error", 143, "DeadlineExceeded"), effective: { activeDeadlineSeconds: 5 } };
  expect(explain(late).replaceAll(/\s+/g, " ")).toContain("Here it is 5 s.");
});

test("a run that tries again: how an edit takes its place", () => {
  expect(explain({ ...failed("Error", 3), phase: "Running" })).toContain("runs.onChange to Immediately");
});

test("a container that never started has no logs", () => {
  expect(explain(failed("StartError", 128))).not.toContain("batchtask logs");
  expect(explain(failed("Error", 3), { pods: [{}] })).toContain("batchtask logs");
});

test("pods that are deleted have no logs to read: the next run prints them", () => {
  const text = explain(failed("Error", 3));
  expect(text).not.toContain("batchtask logs");
  expect(text).toContain("Its pods are deleted, and their logs with them.");
  expect(text).toContain("kubectl batchtask rerun report -n team --logs");
});

test("of a failed index, its own logs", () => {
  const after = failed("Error", 3, "FailedIndexes");
  const failure = { reason: "Error", message: "Container main ended", ...after.failure, index: 2 };
  expect(explain({ ...after, failure }, { pods: [{}] })).toContain("batchtask logs report -n team --index 2");
});

test("who may not read pods is not told that they are deleted", () => {
  const text = explain(failed("Error", 3), { unread: ["the pods: forbidden"] });
  expect(text).toContain("kubectl batchtask logs report -n team");
  expect(text).not.toContain("are deleted");
});

test("the state of a failed run says what its reason means, and leaves the cause to where it is told whole", () => {
  expect(explain(failed("Error", 3))).toContain(
    "State       BackoffLimitExceeded: More pods failed than backoffLimit allows.",
  );
});

test("a run with a pod that is ready is not stuck, whatever became of an earlier one", () => {
  const text = explain({ ...failed("StartError", 128), phase: "Running", ready: 1, run: run() });
  expect(text).not.toContain("none of its pods could start");
  expect(text).toContain("kubectl batchtask logs report -n team -f");
});

const running = (message: string, failure?: BatchTaskStatus["failure"]): BatchTaskStatus => {
  const after = failed("Error", 3);
  const conditions = (after.conditions ?? []).map((one) =>
    one.type === "Ready" ? { ...one, reason: "Running", message } : one,
  );
  return { ...after, phase: "Running", run: run(), conditions, failure };
};

test("an edit that waits is told, whatever has failed meanwhile, and how it comes at once", () => {
  const failure = { reason: "Error", exitCode: 3, message: "Container main ended" };
  const waits = "0 active, 1 failed; the edited spec runs once this run has ended";
  const text = explain(running(`${waits}; last failure: Container main ended`, failure));
  expect(text).toContain(`State       ${waits}\n`);
  expect(text).toMatch(/kubectl patch batchtask report -n team .*"onChange":"Immediately"/);
  expect(text).toContain("The Job tries again by itself, after 10 s, 20 s, 40 s");
  expect(text).not.toContain("An edit runs once");
  expect(explain(running("1 active"))).not.toContain("kubectl patch");
});

test("the end of a log stands in for a message that the container has not left", () => {
  const after = failed("Error", 3);
  const text = explain(after, { lastWords: ["reading /in.csv", "ERROR: no such file"] });
  expect(text).toMatch(/ {2}Last log {4}reading \/in.csv\n {14}ERROR: no such file\n/);
});

test("a pull secret that is not there is told beside the registry's answer", () => {
  const event = { reason: "FailedToRetrieveImagePullSecret", message: "no secret (regcred)" };
  const events = [{ metadata: {}, involvedObject: {}, ...event }];
  const failure = { reason: "ImagePullBackOff", message: "denied" };
  expect(explain(running("1 active", failure), { events })).toContain("Also        no secret (regcred)\n");
});
