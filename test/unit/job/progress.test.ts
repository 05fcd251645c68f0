import { expect, test } from "vitest";
import type { Job } from "../../../src/api/job.ts";
import { progressOf } from "../../../src/job/progress.ts";
import { job } from "../support/task.ts";

const startTime = "2026-01-01T00:00:00Z";
const holds = (...types: string[]) => ({
  startTime,
  conditions: types.map((type) => ({ type, status: "True", reason: "R", message: "m" })),
});

test.each<[string, Job["status"], string, string]>([
  ["without a status", undefined, "Pending", "The Job is created and not yet started"],
  ["with active pods", { startTime, active: 2 }, "Running", "2 active"],
  ["with failed pods", { startTime, active: 1, failed: 3 }, "Running", "1 active, 3 failed"],
  ["with one success", { ...holds("Complete"), succeeded: 1 }, "Succeeded", "1 pod succeeded"],
  ["with more successes", { ...holds("Complete"), succeeded: 4 }, "Succeeded", "4 pods succeeded"],
  [
    "about to succeed",
    holds("SuccessCriteriaMet"),
    "Finishing",
    "Ending as succeeded: the last pods are stopping",
  ],
  ["about to fail", holds("FailureTarget"), "Finishing", "Ending as failed: m"],
  ["with its end and what announced it", holds("FailureTarget", "Failed"), "Failed", "m"],
  [
    "with a condition that holds no longer",
    { startTime, active: 1, conditions: [{ type: "Suspended", status: "False" }] },
    "Running",
    "1 active",
  ],
])("a Job %s", (_, status, phase, message) => {
  expect(progressOf(job(status && { status }), false)).toMatchObject({ phase, message });
});

test("a failed Job's own reason is told, or that it failed where it gives none", () => {
  expect(progressOf(job({ status: holds("Failed") }), false).reason).toBe("R");
  const conditions = [{ type: "Failed", status: "True" }];
  expect(progressOf(job({ status: { conditions } }), false)).toEqual({
    phase: "Failed",
    reason: "JobFailed",
    message: "The Job failed",
  });
});

test("a suspended Job is held by its author where the task asks for it, else by a queue", () => {
  const suspended = job({ spec: { suspend: true }, status: holds("Suspended") });
  expect([progressOf(suspended, true).phase, progressOf(suspended, false).phase]).toEqual([
    "Suspended",
    "Queued",
  ]);
});

test("whether a Job in Kueue's queue is suspended is Kueue's to say, and the queue is named", () => {
  const labels = { "kueue.x-k8s.io/queue-name": "team" };
  const held = job({ metadata: { labels }, spec: { suspend: true }, status: holds("Suspended") });
  const message = "Kueue's queue team holds the Job; no pods run";
  for (const asked of [true, false])
    expect(progressOf(held, asked)).toMatchObject({ phase: "Queued", message });
});

test("no queue holds a Job that was resumed and still tells of its suspension", () => {
  const { conditions } = holds("Suspended");
  const resumed = job({ spec: { suspend: false }, status: { conditions } });
  expect(progressOf(resumed, false)).toMatchObject({ phase: "Pending", reason: "Pending" });
});
