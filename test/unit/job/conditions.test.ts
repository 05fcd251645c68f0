import { expect, test } from "vitest";
import {
  conditionOf,
  failureCondition,
  finishTime,
  hasRunPods,
  isJobFinished,
  isPaused,
  runFieldsOf,
} from "../../../src/job/conditions.ts";
import { job } from "../support/task.ts";

const startTime = "2026-01-01T00:00:00Z";
const endTime = "2026-01-01T00:01:00Z";
const jobWith = (types: string[], status = "True") =>
  job({
    status: { conditions: types.map((type) => ({ type, status, lastTransitionTime: endTime })) },
  });

test("only a condition that is True holds", () => {
  expect(conditionOf(jobWith(["Suspended", "Failed"]), "Failed")?.type).toBe("Failed");
  expect(conditionOf(jobWith(["Suspended"], "False"), "Suspended")).toBeUndefined();
  expect(conditionOf(job(), "Suspended")).toBeUndefined();
});

test.each([
  [["Complete"], true],
  [["Failed"], true],
  [["Suspended"], false],
  [["SuccessCriteriaMet"], false],
  [["FailureTarget"], false],
  [[], false],
])("a Job with the conditions %j has ended: %s", (types, hasEnded) => {
  expect(isJobFinished(jobWith(types))).toBe(hasEnded);
  expect(isJobFinished(jobWith(types, "False"))).toBe(false);
});

test("a failure is told by the first condition that says why, even while pods still end", () => {
  expect(failureCondition(jobWith(["FailureTarget"]))?.type).toBe("FailureTarget");
  expect(failureCondition(jobWith(["Failed", "FailureTarget"]))?.type).toBe("FailureTarget");
  expect(failureCondition(jobWith(["Failed"]))?.type).toBe("Failed");
  expect(failureCondition(jobWith(["Complete"]))).toBeUndefined();
});

test.each([
  [{ ready: 1 }, true],
  [{ succeeded: 1 }, true],
  [{ failed: 1 }, true],
  [{ active: 1 }, false],
  [{}, false],
])("by the counters %j a pod has run: %s", (status, hasRun) => {
  expect(hasRunPods(job({ status }))).toBe(hasRun);
});

test("without a Job no pod is known to have run", () => {
  expect(hasRunPods(undefined)).toBe(false);
});

test("a complete Job says when it ended, of a failed one its condition does", () => {
  expect(finishTime(job({ status: { completionTime: startTime } }))).toBe(startTime);
  expect(finishTime(jobWith(["Failed"]))).toBe(endTime);
  expect(finishTime(jobWith(["FailureTarget"]))).toBeUndefined();
});

test("a run takes its Job's UID, template hash and start", () => {
  const annotations = { "batchtask.dev/template-hash": "v1-0123456789abcdef" };
  expect(runFieldsOf(job({ metadata: { annotations }, status: { startTime } }), {})).toEqual({
    jobUID: "job-uid",
    templateHash: "v1-0123456789abcdef",
    startTime,
  });
  expect(runFieldsOf({}, {})).toEqual({ jobUID: undefined, templateHash: undefined, startTime: undefined });
});

test("of a Job whose UID is on record the annotation no longer counts: anybody may write it who may patch Jobs", () => {
  const forged = job({ metadata: { annotations: { "batchtask.dev/template-hash": "v1-0123456789abcdef" } } });
  expect(runFieldsOf(forged, { jobUID: "job-uid" }).templateHash).toBeUndefined();
});

test("a Job with parallelism 0 is paused", () => {
  expect([0, 1, undefined].map((parallelism) => isPaused(job({ spec: { parallelism } })))).toEqual([
    true,
    false,
    false,
  ]);
  expect(isPaused(undefined)).toBe(false);
});
