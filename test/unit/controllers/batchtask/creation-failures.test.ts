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
    const { count, since } = failures.note(at("1", number), refused(500, WEBHOOK));
    return [count, since];
  };
  expect(noted(1)).toEqual([1, 7]);
  time = 9;
  expect([noted(1), noted(2)]).toEqual([
    [2, 7],
    [1, 9],
  ]);
  failures.forget(TASK_KEY);
  time = 11;
  expect(noted(2)).toEqual([1, 11]);
});

test("what a webhook kept from being stored is known not to be there, for this version of the task", () => {
  const failures = createCreationFailures(() => 0);
  expect(failures.hasNone(at("1"))).toBe(false);
  failures.note(at("1"), refused(500, WEBHOOK));
  expect([failures.hasNone(at("1")), failures.hasNone(at("2"))]).toEqual([true, false]);
});

test.each([
  ["any other error of the server", refused(500, "etcdserver: request timed out")],
  ["a time-out", refused(504, WEBHOOK)],
  ["an attempt after one whose answer was lost", refused(500, WEBHOOK, true)],
])("after %s the Job may be there", (_, error) => {
  const failures = createCreationFailures(() => 0);
  failures.note(at("1"), error);
  expect(failures.hasNone(at("1"))).toBe(false);
});
