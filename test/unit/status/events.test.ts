import { computeStatus } from "../../../src/status/compute-status.ts";
import { expect, test } from "vitest";
import type { BatchTaskStatus } from "../../../src/api/status.ts";
import { eventsOf } from "../../../src/status/events.ts";
import type { StatusInputs } from "../../../src/status/inputs.ts";
import { createEventRecorder } from "../../../src/kube/events/recorder.ts";
import { events as EVENTS } from "../../../src/kube/events/event.ts";
import { silentLogger } from "../../../src/kube/log.ts";
import { createFakeApi } from "../../support/fake-api/api.ts";
import { manualClock } from "../kube/support/manual-clock.ts";
import { job, run, task } from "../support/task.ts";

const now = "2026-01-01T00:01:00Z";
const adjustments = [
  { field: "backoffLimit", asked: "50", applied: "10", rule: "backoffLimit", policy: "baseline" },
  { field: "ttlSecondsAfterFinished", applied: "600", rule: "ttlSecondsAfterFinished", policy: "baseline" },
];
const status = (fields: Partial<StatusInputs>, before?: BatchTaskStatus) =>
  computeStatus({
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

/** Pod number n has failed for this reason, and the Job goes on. */
function retried(n: number, terminated: { exitCode: number; reason?: string }, before: BatchTaskStatus) {
  const containerStatuses = [
    { name: "main", image: "", imageID: "", ready: false, restartCount: 0, state: { terminated } },
  ];
  const pods = [{ metadata: { name: `p${n}` }, status: { phase: "Failed", containerStatuses } }];
  const running = job({ status: { startTime: now, active: 1, failed: n } });
  return status({ job: running, evidence: { pods, jobEvents: [], podEvents: [] } }, before);
}

test("a retry tells why", () => {
  const failed = retried(2, { exitCode: 137, reason: "OOMKilled" }, started);
  expect(eventsOf(started, failed)).toEqual([
    {
      type: "Warning",
      reason: "Retried",
      action: "Mirror",
      note: "A pod of run 1 failed, and the run goes on: container main ended with exit code 137 (OOMKilled)",
    },
  ]);
  expect(eventsOf(failed, failed)).toEqual([]);
});

test("fifty pods that fail alike are one series of events; one that fails another way is another event", async () => {
  const clock = manualClock();
  const { client } = createFakeApi(() => clock.now());
  let ids = 0;
  const recorder = createEventRecorder({
    client,
    reporter: { controller: "batchtask.dev/operator", instance: "test" },
    clock,
    random: () => 0,
    newId: () => `id${(ids += 1)}`,
    log: silentLogger,
  });
  let before = started;
  for (let n = 1; n <= 51; n += 1) {
    const after = retried(n, { exitCode: n === 51 ? 4 : 3 }, before);
    for (const event of eventsOf(before, after)) recorder.record({ regarding: task({}, after), ...event });
    await clock.advance(10_000);
    before = after;
  }
  await recorder.flush(new AbortController().signal);
  const { items } = await client.list(EVENTS);
  expect(items.map(({ note, series }) => [note?.slice(-11), series?.count])).toEqual([
    ["exit code 3", 50],
    ["exit code 4", undefined],
  ]);
});
