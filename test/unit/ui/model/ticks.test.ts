import { expect, test } from "vitest";
import { readSchedules } from "../../../../src/cron/union.ts";
import { createTicks } from "../../../../src/ui/model/ticks.ts";
import { schedule, task } from "../../support/task.ts";

const at = (text: string) => Date.parse(`2026-01-01T${text}Z`);
const spreadOf = ({ spreadSeconds = 0 }: { spreadSeconds?: number | undefined }) => spreadSeconds * 500;
const onSchedule = (fields: Parameters<typeof schedule>[0] = {}) =>
  task({ runs: { schedule: schedule(fields) } });

function counting() {
  let reads = 0;
  const read = (crons: readonly string[], zone: string) => {
    reads += 1;
    return readSchedules(crons, zone);
  };
  return { ticks: createTicks({ read, spreadOf }), reads: () => reads };
}

test("the next three times come after now, in the schedule's zone", () => {
  const { ticks } = counting();
  const daily = onSchedule({ cron: "0 2 * * *", timeZone: "Europe/Berlin" });
  expect(ticks.next(daily, at("01:00:00"))).toEqual([
    "2026-01-02T01:00:00Z",
    "2026-01-03T01:00:00Z",
    "2026-01-04T01:00:00Z",
  ]);
  expect(ticks.next(daily, at("00:59:59"))[0]).toBe("2026-01-01T01:00:00Z");
});

test("each start is put off by the task's part of the spread, that of a policy before its own", () => {
  const { ticks } = counting();
  const spread = onSchedule({ spreadSeconds: 600 });
  expect(ticks.next(spread, at("01:04:59"))[0]).toBe("2026-01-01T01:05:00Z");
  expect(ticks.next(spread, at("01:05:00"))[0]).toBe("2026-01-01T02:05:00Z");
  const bounded = { ...spread, status: { observedGeneration: 2, effective: { spreadSeconds: 60 } } };
  expect(ticks.next(bounded, at("01:04:59"))[0]).toBe("2026-01-01T02:00:30Z");
});

test("tasks that share a schedule share its times, and within a minute they are not worked out anew", () => {
  const { ticks, reads } = counting();
  const first = ticks.next(onSchedule(), at("01:00:10"));
  expect(ticks.next(onSchedule(), at("01:00:50"))).toEqual(first);
  expect(reads()).toBe(1);
  ticks.next(onSchedule(), at("01:01:00"));
  expect(reads()).toBe(2);
});

test("a span has the times from its begin to before its end", () => {
  const { ticks } = counting();
  const times = ticks.between(onSchedule(), at("01:00:00"), at("04:00:00"));
  expect(times).toEqual([at("01:00:00"), at("02:00:00"), at("03:00:00")]);
  expect(
    ticks.between(onSchedule({ cron: "* * * * *" }), at("00:00:00"), at("00:00:00") + 86_400_000),
  ).toHaveLength(1_440);
});

test("what is on no schedule, ends, or can't be read has no times", () => {
  const { ticks } = counting();
  expect(ticks.next(task(), 0)).toEqual([]);
  expect(ticks.next(onSchedule({ notAfter: "2026-01-01T02:00:00Z" }), at("00:30:00"))).toEqual([
    "2026-01-01T01:00:00Z",
    "2026-01-01T02:00:00Z",
  ]);
  expect(ticks.next(onSchedule({ cron: "0 0 30 2 *" }), 0)).toEqual([]);
  expect(ticks.next(onSchedule({ timeZone: "Mars/Olympus" }), 0)).toEqual([]);
});
