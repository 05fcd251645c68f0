import { expect, test } from "vitest";
import { createCreationFailures } from "../../../../src/controllers/batchtask/creation-failures.ts";
import { ApiError } from "../../../../src/kube/errors.ts";
import { run, task, TASK_KEY } from "../../support/task.ts";

const WEBHOOK = 'Internal error occurred: failed calling webhook "w.example": connection refused';

function refused(status: number, message: string, afterLostAnswer = false): ApiError {
  const body = JSON.stringify({ kind: "Status", message });
  const error = new ApiError({ status, body, method: "POST", path: "/" });
  error.afterLostAnswer = afterLostAnswer;
  return error;
}

/** The task's run of this number, at this version. */
function at(version: string, number = 1) {
  const recorded = task({}, { observedGeneration: 1, run: run({ number }) });
  return { ...recorded, metadata: { ...recorded.metadata, resourceVersion: version } };
}

test("failures count in a row, since the first one; another run begins anew", () => {
  let time = 7;
  const failures = createCreationFailures(() => time);
  const noted = (number: number) => {
    const problem = failures.problem(at("1", number), refused(500, WEBHOOK));
    return problem?.kind === "CreateFailing" ? problem.since : undefined;
  };
  expect([noted(1), (time = 9), noted(1), noted(1), noted(1)]).toEqual([undefined, 9, undefined, 7, 7]);
  expect([noted(2), (time = 10), noted(2), noted(2)]).toEqual([undefined, 10, undefined, 9]);
  failures.forget(TASK_KEY);
  time = 11;
  expect([noted(2), noted(2), noted(2)]).toEqual([undefined, undefined, 11]);
});

test("what a webhook kept from being stored is known not to be there, for this version of the task", () => {
  const failures = createCreationFailures(() => 0);
  expect(failures.versionWithoutJob(TASK_KEY)).toBeUndefined();
  failures.problem(at("1"), refused(500, WEBHOOK));
  expect(failures.versionWithoutJob(TASK_KEY)).toBe("1");
  failures.problem(at("2"), refused(500, WEBHOOK));
  expect(failures.versionWithoutJob(TASK_KEY)).toBe("2");
});

test.each([
  ["any other error of the server", refused(500, "etcdserver: request timed out")],
  ["a time-out", refused(504, WEBHOOK)],
  ["an attempt after one whose answer was lost", refused(500, WEBHOOK, true)],
])("after %s the Job may be there", (_, error) => {
  const failures = createCreationFailures(() => 0);
  failures.problem(at("1"), refused(500, WEBHOOK));
  failures.problem(at("1"), error);
  expect(failures.versionWithoutJob(TASK_KEY)).toBeUndefined();
});
