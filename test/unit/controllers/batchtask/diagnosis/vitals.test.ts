import { expect, test } from "vitest";
import type { Job } from "../../../../../src/api/job.ts";
import { createVitals, isUnready } from "../../../../../src/controllers/batchtask/diagnosis/vitals.ts";
import { job, run, task, TASK_KEY } from "../../../support/task.ts";

const startTime = "2026-01-01T00:00:00Z";
const subject = task({}, { observedGeneration: 2, run: run({ jobUID: "u", podStartTime: startTime }) });
const of = (status: Job["status"], fields: Partial<Job> = {}): Job =>
  job({ status: { startTime, ...status }, metadata: { uid: "u" }, ...fields });
const [up, down] = [of({ active: 1, ready: 1 }), of({ active: 1, ready: 0 })];

/** What is seen second after second. */
function seen(...looks: readonly (readonly [second: number, Job])[]) {
  const vitals = createVitals();
  return looks.map(([second, owned]) => vitals.see(subject, owned, second * 1_000));
}

test("a run is unready since its pods were first seen not to be", () => {
  expect(seen([0, up], [5, down], [8, down]).map(({ unreadyForMs }) => unreadyForMs)).toEqual([
    undefined,
    0,
    3_000,
  ]);
});

test("pods that are ready again are well after half a minute", () => {
  const vitals = seen([0, down], [5, down], [6, up], [30, up], [36, up]);
  expect(vitals.map(({ recoversInMs }) => recoversInMs)).toEqual([
    undefined,
    undefined,
    30_000,
    6_000,
    undefined,
  ]);
  expect(vitals.at(-1)).toEqual({});
});

test("who falls again and again need not lie for long", () => {
  const [, , , , last] = seen([0, down], [1, up], [2, down], [3, up], [4, down]);
  expect(last?.unreadyForMs).toBeGreaterThanOrEqual(4_000);
});

test("pods that succeed and are followed by others are no standstill, for half a minute", () => {
  const moving = (succeeded: number): Job => of({ active: 1, ready: 0, succeeded });
  const vitals = seen([0, moving(1)], [10, moving(2)], [20, moving(3)], [55, moving(4)]);
  expect(vitals.map(({ unreadyForMs }) => unreadyForMs)).toEqual([0, 0, 0, 35_000]);
});

test("a pod that the Job controller lets wait is waited for", () => {
  const retrying = of({ active: 0, failed: 2 });
  expect(seen([0, retrying], [25, retrying]).map(({ unreadyForMs }) => unreadyForMs)).toEqual([
    -20_000, 5_000,
  ]);
  expect(
    seen([0, retrying], [5, of({ active: 1, failed: 2 })], [9, of({ active: 1, failed: 2 })]).at(-1)
      ?.unreadyForMs,
  ).toBe(4_000);
});

test("a pod that is to go has a minute for it", () => {
  const leaving = of({ active: 0, terminating: 1 });
  expect(seen([0, leaving], [65, leaving]).map(({ unreadyForMs }) => unreadyForMs)).toEqual([-60_000, 5_000]);
});

test("another Job begins anew", () => {
  const vitals = createVitals();
  vitals.see(subject, down, 0);
  const other = { ...down, metadata: { uid: "other" } };
  expect(vitals.see(subject, other, 9_000).unreadyForMs).toBe(0);
  vitals.forget(TASK_KEY);
  expect(vitals.see(subject, other, 20_000).unreadyForMs).toBe(0);
});

test("until when a scheduling gate was seen is remembered, and taken from the status after a restart", () => {
  const vitals = createVitals();
  vitals.hold(TASK_KEY, "u", 5_000);
  expect(vitals.see(subject, up, 9_000).heldUntil).toBe(5_000);
  const told = { reason: "SchedulingGated", message: "m", pod: "p" };
  const held = task({}, { observedGeneration: 2, run: run({ jobUID: "u" }), failure: told });
  expect(createVitals().see(held, down, 7_000).heldUntil).toBe(7_000);
});

test.each<[string, boolean, Job]>([
  ["that is not ready", true, down],
  ["one of whose pods is not ready", true, of({ active: 2, ready: 1 })],
  ["whose next pod is yet to come", true, of({ active: 0, failed: 1 })],
  ["whose pods are ready", false, up],
  ["whose last pod is still stopping", true, of({ active: 0, terminating: 1 })],
  ["that has ended", false, of({ active: 0, conditions: [{ type: "Complete", status: "True" }] })],
  ["that fails", false, of({ active: 1, conditions: [{ type: "FailureTarget", status: "True" }] })],
  [
    "that is suspended",
    false,
    of({ conditions: [{ type: "Suspended", status: "True" }] }, { spec: { suspend: true, template: {} } }),
  ],
  ["that is paused", false, of({}, { spec: { parallelism: 0, template: {} } })],
])("a Job %s is unready: %s", (_, unready, owned) => {
  expect(isUnready(subject, owned)).toBe(unready);
});

test("a run that has not begun is not unready", () => {
  expect(isUnready(task({}, { observedGeneration: 2, run: run({ jobUID: "u" }) }), down)).toBe(false);
});
