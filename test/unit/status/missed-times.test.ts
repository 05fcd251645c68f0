import { expect, test } from "vitest";
import type { MissReason } from "../../../src/api/schedule.ts";
import type { BatchTaskStatus } from "../../../src/api/status.ts";
import { eventsOf } from "../../../src/status/events.ts";
import { recorded } from "../support/steps.ts";

const missed = (missedTimes: number, reason: MissReason): BatchTaskStatus => ({
  ...recorded,
  schedule: {
    expression: "0 2 * * * Etc/UTC",
    handledTime: "2026-01-02T02:00:00Z",
    missedTimes,
    missed: [{ scheduleTime: "2026-01-02T02:00:00Z", reason }],
  },
});
const notes = (before: BatchTaskStatus | undefined, after: BatchTaskStatus) =>
  eventsOf(before, after).map(({ type, reason, note }) => [type, reason, note]);

test.each<[MissReason, string]>([
  ["Busy", "a run went on (Busy)"],
  ["Frozen", "a policy's freeze was on (Frozen)"],
  ["TooLate", "startingDeadlineSeconds were over (TooLate)"],
  ["OperatorAway", "a later time had come when the operator looked (OperatorAway)"],
])("a time that is missed is told with why: %s", (reason, why) => {
  expect(notes(recorded, missed(1, reason))).toEqual([
    ["Warning", "ScheduleMissed", `No run for the time 2026-01-02T02:00:00Z: ${why}`],
  ]);
});

test("several of one step are one event, and a step that misses nothing has none", () => {
  const [[, , note] = []] = notes(missed(3, "Busy"), missed(7, "Busy"));
  expect(note).toBe("No run for the time 2026-01-02T02:00:00Z, and 3 before it: a run went on (Busy)");
  expect(notes(missed(7, "Busy"), missed(7, "Busy"))).toEqual([]);
  expect(notes(undefined, recorded)).toEqual([]);
});
