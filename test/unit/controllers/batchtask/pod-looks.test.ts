import { expect, test } from "vitest";
import { interval, podLooks } from "../../../../src/controllers/batchtask/pod-looks.ts";
import type { Outlook } from "../../../../src/controllers/batchtask/outlook.ts";
import { job, run, spec } from "../../support/task.ts";

const startTime = "2026-01-01T00:00:00Z";
const START = Date.parse(startTime);

function looks(outlook: Partial<Outlook>, fields: Parameters<typeof run>[0] = {}): number[] {
  const status = { observedGeneration: 1, run: run(fields) };
  const waiting = job({ status: { startTime, active: 1 } });
  return podLooks({ status, guarded: spec(), job: waiting, now: START + 20_000, ...outlook });
}

test("an interval is a quarter of what has passed, from a second to a minute", () => {
  expect([interval(0, 0), interval(0, 20_000), interval(0, 3_600_000)]).toEqual([1_000, 5_000, 60_000]);
});

test("of a run without an end, that has not begun, its start and its deadline are looked at", () => {
  const guarded = spec({ runs: { startDeadlineSeconds: 60 } });
  expect(looks({ guarded })).toEqual([5_000, 40_000]);
  expect(looks({ guarded }, { completionTime: startTime })).toEqual([]);
});

test("a scheduling gate stops the clock, and the time counts from when it was last seen", () => {
  const guarded = spec({ runs: { startDeadlineSeconds: 10 } });
  const failure = { reason: "SchedulingGated", message: "m", pod: "p" };
  expect(looks({ guarded, status: { observedGeneration: 1, run: run(), failure } })).toEqual([5_000]);
  expect(looks({ guarded, vital: { heldUntil: START + 18_000 } })).toEqual([5_000, 8_000]);
});

test("the pod that takes another one's place has its own deadline", () => {
  const pods = [{ metadata: { creationTimestamp: "2026-01-01T00:00:10Z" }, status: { phase: "Pending" } }];
  const evidence = { pods, jobEvents: [], podEvents: [] };
  const guarded = spec({ runs: { startDeadlineSeconds: 30 } });
  const vital = { unreadyForMs: 8_000 };
  expect(looks({ guarded, evidence, vital }, { podStartTime: startTime })).toEqual([2_000, 20_000]);
});
