import { expect, test } from "vitest";
import type { BatchTaskStatus } from "../../../src/api/status.ts";
import { eventsOf } from "../../../src/mirror/events.ts";
import { mirror } from "../../../src/mirror/mirror.ts";
import type { Seen } from "../../../src/mirror/seen.ts";
import { job, run, task } from "../support/task.ts";

const now = "2026-01-01T00:01:00Z";
const adjustments = [
  { field: "backoffLimit", asked: "50", applied: "10", rule: "backoffLimit", policy: "baseline" },
  { field: "ttlSecondsAfterFinished", applied: "600", rule: "ttlSecondsAfterFinished", policy: "baseline" },
];
const status = (fields: Partial<Seen>, before?: BatchTaskStatus) =>
  mirror({
    task: task({}, before),
    guarded: { spec: task().spec, adjustments, violations: [] },
    run: before?.run ?? run(),
    now,
    ...fields,
  });
const recorded = status({});
const started = status({ job: job() }, recorded);
const failed = job({
  status: {
    startTime: now,
    conditions: [
      {
        type: "Failed",
        status: "True",
        reason: "BackoffLimitExceeded",
        message: "too often",
        lastTransitionTime: now,
      },
    ],
  },
});

test("a recorded run tells nothing yet", () => {
  expect(eventsOf(undefined, recorded)).toEqual([]);
});

test("a start tells of itself and of what was clamped, not of defaults", () => {
  expect(eventsOf(recorded, started)).toEqual([
    {
      type: "Warning",
      reason: "Adjusted",
      action: "Guard",
      note: "backoffLimit: 50 asked, 10 applied (rule backoffLimit, policy baseline)",
    },
    {
      type: "Normal",
      reason: "RunStarted",
      action: "CreateJob",
      note: "Run 1 started as Job report-1-abcdef12",
    },
  ]);
});

test("an end tells once", () => {
  const ended = status({ job: failed }, started);
  expect(eventsOf(started, ended)).toEqual([
    {
      type: "Warning",
      reason: "BackoffLimitExceeded",
      action: "Mirror",
      note: "Run 1 after 0s: too often. The result is kept here when the Job goes",
    },
  ]);
  expect(eventsOf(ended, ended)).toEqual([]);
});

test("a problem tells when it comes, not while it lasts", () => {
  const collided = status({ problem: { kind: "NameCollision", message: "taken" } }, recorded);
  expect(eventsOf(recorded, collided).map((e) => [e.type, e.reason])).toEqual([["Warning", "NameCollision"]]);
  expect(
    eventsOf(collided, status({ problem: { kind: "NameCollision", message: "still" } }, collided)),
  ).toEqual([]);
});

test("a retry tells how often, and why", () => {
  const running = (failed: number) => job({ status: { startTime: now, active: 1, failed } });
  const first = status({ job: running(0) }, started);
  const terminated = { exitCode: 3, finishedAt: now };
  const containerStatuses = [
    { name: "main", image: "", imageID: "", ready: false, restartCount: 0, state: { terminated } },
  ];
  const evidence = {
    pods: [{ metadata: { name: "p" }, status: { phase: "Failed", containerStatuses } }],
    jobEvents: [],
    podEvents: [],
  };
  const second = status({ job: running(2), evidence }, first);
  expect(eventsOf(first, second)).toEqual([
    {
      type: "Warning",
      reason: "Retried",
      action: "Mirror",
      note: "Run 1 has 2 failed pods and tries again: Container main of pod p ended with exit code 3",
    },
  ]);
  expect(eventsOf(second, second)).toEqual([]);
});
