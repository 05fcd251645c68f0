import { expect, test } from "vitest";
import type { BatchTask } from "../../../../../src/api/batchtask.ts";
import type { Job } from "../../../../../src/api/job.ts";
import type { Run } from "../../../../../src/api/status.ts";
import {
  type SlotState,
  slotStateOf,
  waitsSince,
} from "../../../../../src/controllers/batchtask/concurrency/slot-state.ts";
import { notReady } from "../../../support/ready.ts";
import { job, run, task } from "../../../support/task.ts";

const time = "2026-01-01T00:00:00Z";

interface Fields {
  run?: Partial<Run>;
  /** Of the condition Ready. */
  reason?: string;
  suspend?: boolean;
  metadata?: Partial<BatchTask["metadata"]>;
}

function member({ run: fields = {}, reason = "Pending", suspend = false, metadata }: Fields): BatchTask {
  const made = task({ suspend }, { observedGeneration: 1, run: run(fields), conditions: [notReady(reason)] });
  return { ...made, metadata: { ...made.metadata, ...metadata } };
}

const running = job({ status: { startTime: time } });
const suspended = (status: Job["status"] = {}, metadata = {}): Job =>
  job({ spec: { suspend: true }, status, metadata });
const leaving = { deletionTimestamp: time };
const queued = { labels: { "kueue.x-k8s.io/queue-name": "q" } };

test.each<[string, SlotState, Fields, Job?]>([
  ["a run without a Job", "Waits", {}],
  ["a run that has ended", "NeedsNone", { run: { completionTime: time } }, running],
  ["a run whose Job is on record and gone", "NeedsNone", { run: { jobUID: "j" } }],
  ["a suspended task without a Job", "NeedsNone", { suspend: true }],
  ["a task that is being deleted and has no Job", "NeedsNone", { metadata: leaving }],
  ["a task whose Job may not be created", "Stuck", { reason: "CreateForbidden" }],
  ["a task whose namespace is going", "Stuck", { reason: "NamespaceTerminating" }],
  ["a task whose Job's name is taken", "Stuck", { reason: "NameCollision" }],
  ["a task that can't be worked on", "Stuck", { reason: "ReconcileError" }],
  ["a running Job", "Holds", {}, running],
  ["a running Job of a task that is being deleted", "Holds", { metadata: leaving }, running],
  [
    "a Job that has ended",
    "NeedsNone",
    {},
    job({ status: { conditions: [{ type: "Failed", status: "True" }] } }),
  ],
  ["a resumed Job", "Waits", {}, suspended()],
  ["a Job that can't be resumed", "Stuck", { reason: "ReconcileError" }, suspended()],
  ["a suspended Job", "NeedsNone", { suspend: true }, suspended()],
  ["a suspended Job whose pods run", "Holds", { suspend: true }, suspended({ active: 1 })],
  ["a suspended Job whose pods are going", "Holds", { suspend: true }, suspended({ terminating: 1 })],
  ["a suspended Job of a task that is being deleted", "NeedsNone", { metadata: leaving }, suspended()],
  ["a Job in Kueue's queue, which nobody need ask to start it", "Holds", {}, suspended({}, queued)],
  [
    "a Job in Kueue's queue whose author suspended it, as Kueue's examples are",
    "Holds",
    { metadata: queued, suspend: true },
    suspended({}, queued),
  ],
  [
    "a suspended Job of a task that has come into Kueue's queue since",
    "Waits",
    { metadata: queued },
    suspended(),
  ],
  ["a suspended task for Kueue's queue that has no Job", "Waits", { metadata: queued, suspend: true }],
])("%s: %s", (_, state, fields, owned) => {
  expect(slotStateOf(member(fields), owned)).toBe(state);
});

test("a task that was not looked at yet waits", () => {
  expect(slotStateOf(task(), undefined)).toBe("Waits");
});

test("a first run waits since the task's creation, a later one since its own request", () => {
  const [created, requestTime] = ["2026-01-01T00:00:04Z", "2026-01-01T00:00:09Z"];
  const waits = (fields: Partial<Run>): string =>
    waitsSince(member({ run: fields, metadata: { creationTimestamp: created } }));
  expect(waits({ requestTime })).toBe(created);
  expect(waits({ number: 2, requestTime })).toBe(requestTime);
});
