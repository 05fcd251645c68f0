import { describe, expect, test } from "vitest";
import type { BatchTask } from "../../../../src/api/batchtask.ts";
import type { BatchTaskStatus } from "../../../../src/api/status.ts";
import { lagOf } from "../../../../src/cli/task/lag.ts";
import { job, run, task } from "../../support/task.ts";

const AT = Date.parse("2026-01-01T00:00:00Z");
const at = (seconds: number) => new Date(AT + seconds * 1000).toISOString();
const CHECK = "is it running? kubectl batchtask check";

/** A task of generation 2, written as a whole at 0 s. */
const seen = (
  status: Partial<BatchTaskStatus> | undefined,
  metadata: Partial<BatchTask["metadata"]> = {},
) => {
  const made = task({}, status && { observedGeneration: 2, phase: "Running", run: run(), ...status });
  const managedFields = [
    { manager: "kubectl", time: at(-100) },
    { manager: "editor", time: at(0) },
    { manager: "operator", subresource: "status", time: at(60) },
  ];
  return { ...made, metadata: { ...made.metadata, creationTimestamp: at(0), managedFields, ...metadata } };
};
const ended = job({
  status: { conditions: [{ type: "Complete", status: "True", lastTransitionTime: at(0) }] },
});
const rerun = { annotations: { "batchtask.dev/rerun": "now" } };

const BEHIND: [string, BatchTask, typeof ended | undefined, string][] = [
  ["never seen", seen({ observedGeneration: -1 }), undefined, "the task, created"],
  ["without a status", seen(undefined), undefined, "the task, created"],
  ["edited", seen({ observedGeneration: 1 }), undefined, "the edit of"],
  ["whose Job ended", seen({}), ended, "that the Job ended"],
  ["to run again", seen({ phase: "Failed" }, rerun), undefined, "the rerun asked for"],
  ["to run beside its schedule", seen({ phase: "Scheduled" }, rerun), undefined, "the rerun asked for"],
];

describe.each(BEHIND)("a task %s", (_, task, job, what) => {
  test("is behind once the operator had the time to see it", () => {
    expect(lagOf(task, job, AT + 9_000)).toBeUndefined();
    expect(lagOf(task, job, AT + 20_000)).toBe(`the operator has not seen ${what} 20s ago: ${CHECK}`);
  });

  test("is not where the cluster's clocks differ by some seconds", () => {
    expect(lagOf(task, job, AT - 5_000)).toBeUndefined();
  });

  test("is not while it is being deleted", () => {
    const going = { ...task, metadata: { ...task.metadata, deletionTimestamp: at(0) } };
    expect(lagOf(going, job, AT + 20_000)).toBeUndefined();
  });
});

const UP_TO_DATE: [string, BatchTask, typeof ended | undefined][] = [
  ["that has been seen", seen({}), job()],
  ["whose end is recorded", seen({ run: run({ completionTime: at(0) }) }), ended],
  ["whose rerun has been heeded", seen({ phase: "Failed", lastHandledRerun: "now" }, rerun), undefined],
  ["whose rerun waits for the present run", seen({}, rerun), undefined],
  ["edited nobody says when", seen({ observedGeneration: 1 }, { managedFields: [] }), undefined],
];
test.each(UP_TO_DATE)("a task %s is not behind", (_, task, job) => {
  expect(lagOf(task, job, AT + 3_600_000)).toBeUndefined();
});
