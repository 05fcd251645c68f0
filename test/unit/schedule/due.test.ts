import { describe, expect, test } from "vitest";
import { createScheduleCache } from "../../../src/cron/cache.ts";
import { dueOf, type Standing } from "../../../src/schedule/due.ts";
import { readTimes } from "../../../src/schedule/times.ts";

const { read } = createScheduleCache();
const hourly = readTimes({ cron: "0 * * * *" }, read);
const at = (time: string): number => Date.parse(`2026-01-01T${time}Z`);

function standing(fields: Partial<Standing> & { now: number }): Standing {
  return {
    handled: at("00:00:00"),
    spreadMs: 0,
    isBusy: false,
    isFrozen: false,
    forbids: false,
    ...fields,
  };
}

const told = (missed: { scheduleTime: string; reason: string }[]): string[] =>
  missed.map(({ scheduleTime, reason }) => `${scheduleTime.slice(11, 16)} ${reason}`);

describe("when nothing has come", () => {
  test("only the next time is told", () => {
    expect(dueOf(hourly, standing({ now: at("00:59:59") }))).toEqual({
      handled: at("00:00:00"),
      next: at("01:00:00"),
      missed: { count: 0, latest: [] },
    });
  });

  test("a spread puts a time off, and what was handled stays as the schedule has it", () => {
    const spreadMs = 600_000;
    expect(dueOf(hourly, standing({ now: at("01:09:59"), spreadMs })).time).toBeUndefined();
    expect(dueOf(hourly, standing({ now: at("01:10:00"), spreadMs })).time).toBe(at("01:00:00"));
  });
});

describe("the latest time that has come", () => {
  test("is due from its very millisecond", () => {
    expect(dueOf(hourly, standing({ now: at("01:00:00") }))).toEqual({
      handled: at("00:00:00"),
      time: at("01:00:00"),
      next: at("02:00:00"),
      missed: { count: 0, latest: [] },
    });
  });

  test.each([
    ["OperatorAway", {}],
    ["Busy", { isBusy: true }],
    ["Frozen", { isFrozen: true }],
    ["Busy", { isBusy: true, isFrozen: true }],
  ])("is due alone: those before it are missed, %s", (reason, fields) => {
    const due = dueOf(hourly, standing({ now: at("03:30:00"), ...fields }));
    expect(due).toMatchObject({ handled: at("02:00:00"), time: at("03:00:00"), next: at("04:00:00") });
    expect(due.missed.count).toBe(2);
    expect(told(due.missed.latest)).toEqual([`02:00 ${reason}`, `01:00 ${reason}`]);
  });

  test("is missed while a run goes on that forbids it", () => {
    const due = dueOf(hourly, standing({ now: at("02:30:00"), isBusy: true, forbids: true }));
    expect(due).toMatchObject({ handled: at("02:00:00"), next: at("03:00:00") });
    expect(due.time).toBeUndefined();
    expect(told(due.missed.latest)).toEqual(["02:00 Busy", "01:00 Busy"]);
  });

  test("is missed once its deadline is over, and not in its last millisecond", () => {
    const deadlineMs = 600_000;
    expect(dueOf(hourly, standing({ now: at("01:10:00"), deadlineMs })).time).toBe(at("01:00:00"));
    const late = dueOf(hourly, standing({ now: at("02:10:00") + 1, deadlineMs }));
    expect(late.time).toBeUndefined();
    expect(told(late.missed.latest)).toEqual(["02:00 TooLate", "01:00 OperatorAway"]);
    expect(dueOf(hourly, standing({ now: at("01:20:00"), deadlineMs, spreadMs: 900_000 })).time).toBe(
      at("01:00:00"),
    );
  });
});

test("of many missed times all are counted, and the latest five told", () => {
  const minutely = readTimes({ cron: "* * * * *" }, read);
  const due = dueOf(minutely, standing({ handled: at("11:00:00"), now: at("12:00:30") }));
  expect(due.time).toBe(at("12:00:00"));
  expect(due.missed.count).toBe(59);
  expect(told(due.missed.latest)).toEqual(
    ["11:59", "11:58", "11:57", "11:56", "11:55"].map((time) => `${time} OperatorAway`),
  );
});

test("a month away of a schedule of each minute is counted within bounds", () => {
  const minutely = readTimes({ cron: "* * * * *" }, read);
  const due = dueOf(minutely, standing({ now: at("00:00:30") + 30 * 86_400_000 }));
  expect(due.missed.count).toBe(100);
  expect(due.time).toBe(at("00:00:00") + 30 * 86_400_000);
});

test("after the last time nothing is due, and nothing comes", () => {
  const times = readTimes({ cron: "0 * * * *", notAfter: "2026-01-01T02:30:00Z" }, read);
  const due = dueOf(times, standing({ handled: at("02:00:00"), now: at("05:00:00") }));
  expect(due).toEqual({ handled: at("02:00:00"), missed: { count: 0, latest: [] } });
});
