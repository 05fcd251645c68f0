import { expect, test } from "vitest";
import type { Outlook } from "../../../../src/controllers/batchtask/outlook.ts";
import { requeueAfter } from "../../../../src/controllers/batchtask/requeue.ts";
import { notReady } from "../../support/ready.ts";
import { job, run, spec } from "../../support/task.ts";

const ended = Date.parse("2026-01-01T00:00:00Z");
const status = { observedGeneration: 1, run: run({ completionTime: "2026-01-01T00:00:00Z" }) };

test.each([
  [4_000, 6_000],
  [10_001, 60_000],
])("%d ms after its end a task that is to go after 10 s is looked at in %d ms", (after, requeueAfterMs) => {
  const guarded = spec({ runs: { deleteAfterSeconds: 10 } });
  expect(requeueAfter({ status, guarded, now: ended + after })).toEqual({ requeueAfterMs });
});

const START = Date.parse("2026-01-01T00:00:00Z");
const startTime = "2026-01-01T00:00:00Z";
const underWay = { observedGeneration: 1, run: run({ jobUID: "job-uid" }) };

/** So long after the Job's start, or after the problem came up. */
function after(ms: number, outlook: Partial<Outlook>) {
  return requeueAfter({ status: underWay, guarded: spec(), now: START + ms, ...outlook }).requeueAfterMs;
}

test("where time alone brings nothing no look is planned", () => {
  expect(requeueAfter({ status: underWay, guarded: spec(), now: START })).toEqual({});
  expect(after(0, { job: job() })).toBeUndefined();
  expect(after(0, { status })).toBeUndefined();
});

test.each([
  [0, 1_000],
  [4_000, 1_000],
  [20_000, 5_000],
  [3_600_000, 60_000],
])("a problem that may go away is looked at more and more rarely: after %d ms in %d ms", (ms, next) => {
  const status = {
    ...underWay,
    conditions: [notReady("CreateForbidden", { lastTransitionTime: startTime })],
  };
  for (const kind of ["CreateForbidden", "NameCollision", "ReconcileError"] as const)
    expect(after(ms, { status, problem: { kind, message: "" } })).toBe(next);
  expect(after(ms, { status, problem: { kind: "InvalidJob", message: "" } })).toBeUndefined();
});

test.each([
  [1, 5_250],
  [100, 30_000],
  [1_000, 255_000],
  [5_000, 300_000],
])("number %d of a queue looks for its place in %d ms", (position, next) => {
  expect(after(0, { problem: { kind: "Queued", message: "", position } })).toBe(next);
});

const waiting = job({ status: { startTime, active: 1 } });

test("a run whose first pod has not begun is looked at more and more rarely, and at its deadline", () => {
  expect(after(8_000, { job: waiting })).toBe(2_000);
  const guarded = spec({ runs: { startDeadlineSeconds: 9 } });
  expect(after(8_000, { job: waiting, guarded })).toBe(1_000);
  expect(after(20_000, { job: waiting, guarded })).toBe(5_000);
});

test("looks at runs that started together are spread, and come at most a fifth earlier", () => {
  const looks = ["0000", "8000", "ffff"].map((uid) => {
    const status = { ...underWay, run: run({ jobUID: `${uid}f7d2-0000-4000-8000-000000000000` }) };
    return Math.round(after(40_000, { job: waiting, status }) ?? 0);
  });
  expect(looks).toEqual([10_000, 9_000, 8_000]);
});

test("past its deadline a run is asked about every five seconds until it is known why it can't start", () => {
  const guarded = spec({ runs: { startDeadlineSeconds: 60 } });
  expect(after(59_999, { job: waiting, guarded })).toBe(1);
  for (const ms of [60_000, 600_000]) expect(after(ms, { job: waiting, guarded })).toBe(5_000);
});

test.each<[string, Partial<Outlook>]>([
  ["has begun", { status: { ...underWay, run: run({ podStartTime: startTime }) } }],
  ["has ended", { status }],
  ["asks for no pods", { job: job({ spec: { parallelism: 0 }, status: { startTime } }) }],
])("one that %s is not", (_, outlook) => {
  expect(after(8_000, { job: waiting, ...outlook })).toBeUndefined();
});

test("of several times the earliest counts", () => {
  const guarded = spec({ runs: { deleteAfterSeconds: 10 } });
  const problem = { kind: "NameCollision", message: "" } as const;
  expect(requeueAfter({ status, guarded, problem, now: ended + 9_500 })).toEqual({ requeueAfterMs: 500 });
});

test("a run that has begun and is not ready is looked at when it is to be asked, then more and more rarely", () => {
  const begun = { ...underWay, run: run({ podStartTime: startTime }) };
  const look = (unreadyForMs: number) =>
    Math.round(after(600_000, { status: begun, vital: { unreadyForMs } }) ?? 0);
  expect([look(-2_000), look(0), look(3_000), look(4_000), look(40_000), look(500_000)]).toEqual([
    6_000, 4_000, 1_000, 1_000, 10_000, 60_000,
  ]);
  expect(after(0, { status: begun, vital: { recoversInMs: 12_000 } })).toBe(12_000);
  expect(after(0, { status: begun, vital: {} })).toBeUndefined();
});

test("a run that goes on is looked at when an exemption of its task ends, at least once a day", () => {
  const granted = (until: string) => ({ policy: "bounds", rules: ["parallelism"], reason: "a", until });
  const exempt = (until: string) => ({
    ...underWay,
    exemptions: [granted("2027-01-01T00:00:00Z"), granted(until)],
  });
  expect(after(0, { status: exempt("2026-01-01T00:00:30Z") })).toBe(30_000);
  expect(after(0, { status: exempt("2026-03-01T00:00:00Z") })).toBe(24 * 3_600_000);
  expect(after(0, { status: { ...exempt("2026-01-01T00:00:30Z"), ...status } })).toBeUndefined();
});

test.each([
  [1_500, 1_500],
  [0, 1],
  [86_400_000, 600_000],
])("a freeze that ends in %d ms is looked at in %d ms", (left, next) => {
  expect(after(0, { problem: { kind: "Frozen", message: "", until: START + left } })).toBe(next);
});
