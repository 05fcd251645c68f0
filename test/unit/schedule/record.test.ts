import { describe, expect, test } from "vitest";
import type { ScheduleStatus } from "../../../src/api/schedule.ts";
import type { SchedulePlan } from "../../../src/schedule/plan.ts";
import { scheduleStatus, type Step } from "../../../src/schedule/record.ts";
import { run } from "../support/task.ts";

const at = (time: string): number => Date.parse(`2026-01-01T${time}Z`);
const TIME = "2026-01-01T01:00:00Z";
const EXPRESSION = "0 * * * * Etc/UTC";

function plan(fields: Partial<SchedulePlan> = {}): SchedulePlan {
  return {
    expression: EXPRESSION,
    spreadMs: 0,
    isSuspended: false,
    replaces: false,
    handled: at("00:00:00"),
    next: at("01:00:00"),
    missed: { count: 0, latest: [] },
    ...fields,
  };
}
const due = plan({ time: at("01:00:00"), next: at("02:00:00") });
const old: ScheduleStatus = { expression: EXPRESSION, handledTime: "2026-01-01T00:00:00Z" };
const started = run({ number: 2, trigger: "Scheduled", scheduleTime: TIME });
const over = { ...started, completionTime: "2026-01-01T01:05:00Z" };

const after = (step: Step = {}, made = plan(), before: ScheduleStatus | undefined = old) =>
  scheduleStatus(made, before, step);

test("at rest it is the same again and again", () => {
  const once = after();
  expect(once).toEqual({ ...old, nextStartTime: TIME });
  expect(after({}, plan(), once)).toEqual(once);
});

test("a time that has got its run is done with, in one write with the run", () => {
  const taken = after({ run: started, before: run({ completionTime: TIME }) }, due);
  expect(taken).toEqual({
    ...old,
    handledTime: TIME,
    lastScheduleTime: TIME,
    nextStartTime: "2026-01-01T02:00:00Z",
  });
  expect(
    after({ run: started, before: started }, plan({ handled: at("01:00:00"), next: at("02:00:00") }), taken),
  ).toEqual(taken);
});

test("a time that waits stays the next one, and so it does beside a rerun", () => {
  expect(after({}, due)).toEqual({ ...old, nextStartTime: TIME });
  const rerun = run({ number: 2, trigger: "Rerun", scheduleTime: "2026-01-01T00:00:00Z" });
  expect(after({ run: rerun, before: run({ completionTime: TIME }) }, due)).toEqual({
    ...old,
    nextStartTime: TIME,
  });
});

test("the spread is part of the next start alone", () => {
  const spread = after({ run: started }, { ...due, spreadMs: 90_000 });
  expect(spread).toMatchObject({ handledTime: TIME, nextStartTime: "2026-01-01T02:01:30Z" });
});

test("missed times are counted for good, and the latest five kept", () => {
  const missed = (...hours: number[]) => ({
    count: hours.length,
    latest: hours.map((hour) => ({ scheduleTime: `2026-01-01T0${hour}:00:00Z`, reason: "Busy" as const })),
  });
  const first = after({}, plan({ missed: missed(3, 2, 1) }));
  expect(first).toMatchObject({ missedTimes: 3, withoutSuccess: 3 });
  const second = after({}, plan({ missed: missed(6, 5, 4) }), first);
  expect(second).toMatchObject({ missedTimes: 6, withoutSuccess: 6 });
  expect(second.missed?.map(({ scheduleTime }) => scheduleTime.slice(12, 13)).join("")).toBe("65432");
});

describe("times in a row without a success", () => {
  const before = { ...old, withoutSuccess: 2 };
  test.each([
    [
      "a success ends them, and is dated by its end",
      { run: over, before: started, ended: "Succeeded" },
      undefined,
    ],
    ["a run that fails is one more", { run: over, before: started, ended: "Failed" }, 3],
    [
      "so is one that is stopped for the next one",
      { run: run({ number: 3, trigger: "Scheduled" }), before: started },
      3,
    ],
    [
      "a rerun that fails is not",
      { run: { ...over, trigger: "Rerun" }, before: started, ended: "Failed" },
      2,
    ],
    ["a run that begins is not", { run: started, before: run({ completionTime: TIME }) }, 2],
  ] satisfies [string, Step, number | undefined][])("%s", (_, step, count) => {
    expect(after(step, plan(), before).withoutSuccess).toBe(count);
  });

  test("the time of the last success stays through failures", () => {
    const succeeded = after({ run: over, before: started, ended: "Succeeded" }, plan(), before);
    expect(succeeded.lastSuccessfulTime).toBe("2026-01-01T01:05:00Z");
    expect(after({ run: over, before: started, ended: "Failed" }, plan(), succeeded).lastSuccessfulTime).toBe(
      "2026-01-01T01:05:00Z",
    );
  });
});

test("suspended it has no next start", () => {
  const suspended = after({}, plan({ isSuspended: true, next: undefined }));
  expect(suspended).toEqual({ ...old, suspended: true });
});
