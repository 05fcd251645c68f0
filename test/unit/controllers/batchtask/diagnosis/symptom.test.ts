import { expect, test } from "vitest";
import type { Job } from "../../../../../src/api/job.ts";
import type { BatchTaskStatus, Run } from "../../../../../src/api/status.ts";
import { symptomOf } from "../../../../../src/controllers/batchtask/diagnosis/symptom.ts";
import { job, run, task } from "../../../support/task.ts";

const startTime = "2026-01-01T00:00:00Z";
const START = Date.parse(startTime);

interface Look extends Omit<Partial<BatchTaskStatus>, "run"> {
  run?: Partial<Run>;
  /** Since the Job's start. */
  ms?: number;
}

/** The symptom of a run that is on record so. */
function symptom(owned: Job | undefined, { run: fields = {}, ms = 0, ...status }: Look = {}) {
  const recorded = { observedGeneration: 2, run: run({ jobUID: "job-uid", ...fields }), ...status };
  return symptomOf(task({}, recorded), owned, START + ms);
}

const running = (status: Job["status"] = {}): Job => job({ status: { startTime, active: 1, ...status } });
const failing = (type: string) => running({ conditions: [{ type, status: "True" }] });

test("a task without a run, or whose run has ended, has none", () => {
  expect(symptomOf(task(), failing("Failed"), START)).toBeUndefined();
  expect(symptom(failing("Failed"), { run: { completionTime: startTime } })).toBeUndefined();
});

test("a Job that must be there and is not is gone, unless the run is being stopped", () => {
  expect(symptom(undefined)).toBe("JobGone");
  expect(symptom(undefined, { run: { stopping: true } })).toBeUndefined();
  expect(symptomOf(task({}, { observedGeneration: 2, run: run() }), undefined, START)).toBeUndefined();
});

test("a pod that failed is asked why once", () => {
  expect(symptom(running({ failed: 1 }))).toBe("Failed");
  expect(symptom(running({ failed: 1 }), { failed: 1 })).toBeUndefined();
  expect(symptom(running({ failed: 2 }), { failed: 1 })).toBe("Failed");
});

test.each(["Complete", "SuccessCriteriaMet"])(
  "of a run that succeeded (%s) nobody asks why pods of it failed, or were deleted for that",
  (type) => {
    expect(symptom(running({ failed: 1, conditions: [{ type, status: "True" }] }))).toBeUndefined();
  },
);

test("who has deleted a pod is asked once more at the Job's end", () => {
  const failure = { reason: "PodDeleted", message: "m", pod: "p", attempt: 1 };
  expect(symptom(failing("FailureTarget"), { failure })).toBeUndefined();
  expect(symptom(failing("Failed"), { failure })).toBe("Failed");
});

test.each(["FailureTarget", "Failed"])(
  "a Job that ends as %s is asked until it is known which pod",
  (type) => {
    const failure = { reason: "BackoffLimitExceeded", message: "too often" };
    expect(symptom(failing(type), { failure })).toBe("Failed");
    // What kept an earlier pod from starting is not how the run ended.
    expect(symptom(failing(type), { failure: { ...failure, pod: "p" } })).toBe("Failed");
    expect(symptom(failing(type), { failure: { ...failure, pod: "p", attempt: 1 } })).toBeUndefined();
  },
);

test("a pod has two seconds to begin", () => {
  expect(symptom(running(), { ms: 1_999 })).toBeUndefined();
  expect(symptom(running(), { ms: 2_000 })).toBe("NotStarted");
});

test.each<[string, Job, Partial<Run>?]>([
  ["whose first pod was seen to run", running(), { podStartTime: startTime }],
  ["whose pods are ready", running({ ready: 1 })],
  ["whose pods succeeded", running({ succeeded: 1 })],
  ["that has not started", job()],
  ["that has ended", running({ conditions: [{ type: "Complete", status: "True" }] })],
  ["that asks for no pods", job({ spec: { parallelism: 0 }, status: { startTime } })],
  [
    "that a queue holds",
    job({
      spec: { suspend: true },
      status: { startTime, conditions: [{ type: "Suspended", status: "True" }] },
    }),
  ],
])("a Job %s is not asked why no pod runs", (_, owned, fields) => {
  expect(symptom(owned, { ms: 60_000, ...(fields && { run: fields }) })).toBeUndefined();
});

test("what still ran at the deadline is asked though it is known how a pod failed before", () => {
  const late = running({
    conditions: [{ type: "FailureTarget", status: "True", reason: "DeadlineExceeded" }],
  });
  const known = { reason: "Error", message: "m", pod: "p", attempt: 1, exitCode: 3 };
  expect(symptom(late, { failure: known })).toBe("Failed");
  expect(symptom(late, { failure: { ...known, reason: "DeadlineExceeded" } })).toBeUndefined();
});

test("a run that has begun is asked once its pods have not been ready for four seconds", () => {
  const recorded = { observedGeneration: 2, run: run({ jobUID: "job-uid", podStartTime: startTime }) };
  const after = (unreadyForMs?: number) =>
    symptomOf(task({}, recorded), running(), START, unreadyForMs === undefined ? {} : { unreadyForMs });
  expect([after(), after(3_999), after(4_000)]).toEqual([undefined, undefined, "NotReady"]);
});
