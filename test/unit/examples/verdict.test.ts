import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import type { BatchTaskStatus } from "../../../src/api/status.ts";
import { CASES, type Case } from "../../examples/cases.ts";
import { FOLDER } from "../../examples/manifests.ts";
import { judge } from "../../examples/verdict.ts";
import type { Sighting } from "../../examples/watcher.ts";
import { job, run, task } from "../support/task.ts";

const completionTime = "2026-01-01T00:01:00Z";
const end = Date.parse(completionTime);
const wanted: Case = { name: "report", phase: "Succeeded", completions: "1/1", logs: ["done"], maxActive: 1 };
const status: BatchTaskStatus = {
  observedGeneration: 1,
  phase: "Succeeded",
  completions: "1/1",
  run: run({ completionTime }),
  conditions: [
    {
      type: "Finished",
      status: "True",
      reason: "Succeeded",
      message: "",
      lastTransitionTime: completionTime,
      observedGeneration: 1,
    },
  ],
};
const seen = (fields: Partial<Sighting> = {}, more: Partial<BatchTaskStatus> = {}): Sighting => ({
  name: "report",
  task: task({}, { ...status, ...more }),
  job: job(),
  pods: [],
  mostActive: 1,
  logs: new Set(["all done"]),
  ...fields,
});

test("all as it must be", () => {
  expect(judge(wanted, seen(), end)).toEqual({ settled: true, problems: [] });
});

const adjustments = [{ field: "backoffLimit", asked: "9", applied: "3", rule: "r", policy: "p" }];
test.each([
  ["another phase", wanted, seen({}, { phase: "Failed" }), "phase"],
  ["another count", wanted, seen({}, { completions: "0/1" }), "completions"],
  ["another reason", { ...wanted, reason: "DeadlineExceeded" }, seen(), "reason"],
  ["a run that its schedule did not start", { ...wanted, trigger: "Scheduled" as const }, seen(), "trigger"],
  ["too few failures", { ...wanted, failed: 4 }, seen({}, { failed: 3 }), "failed"],
  ["a log line that is missing", wanted, seen({ logs: new Set(["else"]) }), "no log line"],
  ["too many pods at once", wanted, seen({ mostActive: 2 }), "2 pods at once"],
  ["a value that was clamped", wanted, seen({}, { adjustments }), "clamped"],
  ["a value that was not clamped", { ...wanted, clamped: ["backoffLimit"] }, seen(), "clamped"],
  ["pods that are left", { ...wanted, podsGone: true }, seen({ pods: [{}] }), "1 pods are left"],
  ["a Job that is gone", wanted, seen({ job: undefined, jobGoneAt: end }), "the Job is gone"],
  ["a Job that is still there", { ...wanted, goneAfterSeconds: 10 }, seen(), "still there"],
  [
    "a Job that went too early",
    { ...wanted, goneAfterSeconds: 100 },
    seen({ jobGoneAt: end + 9_000 }),
    "went 9 s",
  ],
  [
    "a Job that went too late",
    { ...wanted, goneAfterSeconds: 10 },
    seen({ jobGoneAt: end + 99_000 }),
    "went 99 s",
  ],
])("%s is a problem, and is settled once nothing more can come", (_, example, sighting, problem) => {
  const verdict = judge(example, sighting, end + 600_000);
  expect(verdict.problems.join()).toContain(problem);
  expect(verdict.settled).toBe(true);
});

test("a task that has not ended is not settled", () => {
  expect(
    judge(wanted, seen({ task: task({}, { observedGeneration: 1, run: run() }) }), end + 600_000).settled,
  ).toBe(false);
});

test("every example has its case, and every case its example", () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".yaml"));
  expect(files.toSorted()).toEqual(CASES.map(({ name }) => `${name}.yaml`).toSorted());
});
