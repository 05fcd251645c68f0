import { expect, test } from "vitest";
import type { BatchTaskStatus } from "../../../../../src/api/status.ts";
import { createDeferral } from "../../../../../src/controllers/batchtask/status-writer/deferral.ts";
import { isMilestone } from "../../../../../src/controllers/batchtask/status-writer/milestone.ts";
import { notReady } from "../../../support/ready.ts";
import { task } from "../../../support/task.ts";
import { pending, run, running } from "./support/statuses.ts";

test.each<[string, BatchTaskStatus | undefined, BatchTaskStatus]>([
  ["the first status", undefined, pending],
  ["the end of a run", pending, { ...running, phase: "Succeeded" }],
  [
    "the end of a run on a schedule",
    { ...running, phase: "Scheduled" },
    { ...running, phase: "Scheduled", run: { ...run, jobUID: "u", outcome: "Failed" } },
  ],
  ["what follows an end", { ...running, phase: "Failed" }, { ...pending, run: { ...run, number: 2 } }],
  ["an edit that is seen", pending, { ...pending, observedGeneration: 2 }],
  ["why no pod starts", pending, { ...running, failure: { reason: "ImagePullBackOff", message: "" } }],
  ["a run that leaves its queue", { ...running, phase: "Queued" }, running],
  ["a run that is being stopped", running, { ...running, run: { ...run, stopping: true } }],
  [
    "a condition that turns",
    pending,
    {
      ...running,
      conditions: [notReady("Running", { status: "True" })],
    },
  ],
])("%s is written at once", (_, before, after) => {
  const delay = createDeferral(() => 0).defer(task(), before, after);
  expect([isMilestone(before, after), delay]).toEqual([true, 0]);
});

const ready = (reason: string, message = "") => ({ conditions: [notReady(reason, { message })] });

test.each<[string, BatchTaskStatus, BatchTaskStatus]>([
  ["the Job of a run that is just recorded", pending, running],
  ["a counter", running, { ...running, active: 0, failed: 1 }],
  ["when the first pod ran", running, { ...running, run: { ...run, jobUID: "j", podStartTime: "t" } }],
  [
    "another reason of what goes on",
    { ...running, ...ready("Running") },
    { ...running, ...ready("Paused", "more words") },
  ],
  [
    "a place in the queue",
    { ...running, phase: "Queued", queuePosition: 3 },
    { ...running, phase: "Queued" },
  ],
  [
    "other words of the same failure",
    { ...running, failure: { reason: "Error", message: "first" } },
    { ...running, failure: { reason: "Error", message: "second" } },
  ],
])("%s is progress", (_, before, after) => {
  expect(isMilestone(before, after)).toBe(false);
});

test("the Job of a run that was known to have none is a milestone", () => {
  const refused = { ...pending, ...ready("CreateForbidden") };
  expect(isMilestone(refused, { ...running, ...ready("Running") })).toBe(true);
  expect(isMilestone({ ...pending, ...ready("Pending") }, { ...running, ...ready("Running") })).toBe(false);
});

test("so is what only a pod knows that is being deleted", () => {
  const failure = { reason: "Error", message: "ended with exit code 3", exitCode: 3 };
  const before = { ...running, failure: { ...failure, message: "" } };
  const after: BatchTaskStatus = { ...running, phase: "Finishing", terminating: 1, failure };
  expect(isMilestone(before, after)).toBe(true);
  expect(isMilestone(after, { ...after, active: 0 })).toBe(false);
  expect(isMilestone(before, { ...after, phase: "Running" })).toBe(false);
  expect(isMilestone(before, { ...after, terminating: 0 })).toBe(false);
});
