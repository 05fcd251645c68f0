import { expect, test } from "vitest";
import type { Condition } from "../../../src/api/condition.ts";
import type { BatchTaskStatus, Phase, Run } from "../../../src/api/status.ts";
import { endOnRecord } from "../../../src/status/end-on-record.ts";
import { run } from "../support/task.ts";

const at = "2026-01-01T00:00:00Z";
const condition = (type: string, reason: string, message = ""): Condition => ({
  type,
  status: "True",
  reason,
  message,
  lastTransitionTime: at,
  observedGeneration: 1,
});
const status = (phase: Phase, reason: string, more: Partial<BatchTaskStatus> & { run?: Run } = {}) => ({
  observedGeneration: 1,
  phase,
  conditions: [condition("Ready", reason, "the story"), condition("Finished", "BackoffLimitExceeded")],
  run: run({ completionTime: at, jobUID: "job-uid" }),
  ...more,
});

test("how it ended, why, and the story are those on record", () => {
  expect(endOnRecord(status("Failed", "OOMKilled"))).toEqual({
    phase: "Failed",
    reason: "BackoffLimitExceeded",
    cause: "OOMKilled",
    message: "the story",
  });
});

test("of a run on a schedule the outcome is the phase that it would have", () => {
  const scheduled = status("Scheduled", "OOMKilled", {
    run: run({ completionTime: at, jobUID: "job-uid", outcome: "Failed" }),
  });
  expect(endOnRecord(scheduled).phase).toBe("Failed");
  expect(endOnRecord(status("Scheduled", "x")).phase).toBe("Unknown");
});

test("where Ready told of the schedule instead, the failure tells the cause", () => {
  const failure = { reason: "OOMKilled", message: "too much memory" };
  expect(endOnRecord(status("Failed", "InvalidSchedule", { failure }))).toMatchObject({
    cause: "OOMKilled",
    message: "too much memory",
  });
  expect(endOnRecord(status("Failed", "InvalidSchedule"))).toMatchObject({
    cause: "BackoffLimitExceeded",
    message: "",
  });
});

test("of a run that policies refused and that never had a Job, that is the story", () => {
  const refused = status("Rejected", "PolicyViolation", { run: run({ completionTime: at }) });
  expect(endOnRecord(refused)).toMatchObject({ cause: "PolicyViolation", message: "the story" });
});
