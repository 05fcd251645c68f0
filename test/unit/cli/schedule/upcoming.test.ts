import { expect, test } from "vitest";
import { upcomingTimes } from "../../../../src/cli/schedule/upcoming.ts";

const BERLIN = { timeZone: "Europe/Berlin" };
const at = (time: string, count: number, uid?: string) => ({ after: Date.parse(time), count, uid });
const timesOf = (...asked: Parameters<typeof upcomingTimes>) =>
  upcomingTimes(...asked).map(({ scheduleTime }) => scheduleTime);
const notesOf = (...asked: Parameters<typeof upcomingTimes>) =>
  upcomingTimes(...asked).map(({ note }) => note);

test("the times after a time, no more than are asked for and than notAfter leaves", () => {
  const schedule = { cron: "0 2 * * *", ...BERLIN, notAfter: "2026-12-03T00:00:00Z" };
  expect(timesOf(schedule, at("2026-12-01T01:00:00Z", 5))).toEqual(["2026-12-02T01:00:00Z"]);
  expect(timesOf(schedule, at("2026-12-01T00:59:59Z", 1))).toEqual(["2026-12-01T01:00:00Z"]);
});

test("a start is put off by the task's part of the spread, and one that is to come though its time has passed counts", () => {
  const schedule = { cron: "0 2 * * *", spreadSeconds: 600 };
  const [first] = upcomingTimes(schedule, at("2026-12-01T00:00:00Z", 1, "task-uid"));
  const start = Date.parse(first?.startTime ?? "");
  expect(start - Date.parse("2026-12-01T02:00:00Z")).toBeGreaterThan(1_000);
  expect(start - Date.parse("2026-12-01T02:00:00Z")).toBeLessThan(600_000);
  const before = new Date(start - 1_000).toISOString();
  expect(timesOf(schedule, at(before, 1, "task-uid"))).toEqual(["2026-12-01T02:00:00Z"]);
  expect(upcomingTimes(schedule, at("2026-12-01T00:00:00Z", 1))).toEqual([
    { scheduleTime: "2026-12-01T02:00:00Z" },
  ]);
});

test("a time that the clock leaves out is told on its day alone", () => {
  expect(notesOf({ cron: "30 2 * * *", ...BERLIN }, at("2026-03-27T12:00:00Z", 3))).toEqual([
    undefined,
    "the clock leaves out 02:30 on this day: it runs at the first instant after",
    undefined,
  ]);
});

test("several times that the clock leaves out are one run, whatever else comes then", () => {
  const schedule = { crons: ["0,30 2 * * *", "0 3 * * *"], ...BERLIN };
  const asked = at("2026-03-28T12:00:00Z", 1);
  expect(timesOf(schedule, asked)).toEqual(["2026-03-29T01:00:00Z"]);
  expect(notesOf(schedule, asked)[0]).toContain("02:00, 02:30");
});

test("a time that the clock shows twice runs once", () => {
  expect(notesOf({ cron: "30 2 * * *", ...BERLIN }, at("2026-10-24T12:00:00Z", 2))).toEqual([
    "the clock shows 02:30 twice on this day: it runs at the first",
    undefined,
  ]);
});

test("a schedule of every hour runs at both", () => {
  const asked = [{ cron: "0 * * * *", ...BERLIN }, at("2026-10-24T23:30:00Z", 3)] as const;
  expect(timesOf(...asked)).toEqual(["2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z"]);
  expect(notesOf(...asked)).toEqual([
    "the clock shows 02:00 twice on this day: it runs at both",
    undefined,
    undefined,
  ]);
});

test("a change of half an hour", () => {
  const schedule = { cron: "15 2 * * *", timeZone: "Australia/Lord_Howe" };
  const asked = at("2026-10-03T00:00:00Z", 1);
  expect(timesOf(schedule, asked)).toEqual(["2026-10-03T15:30:00Z"]);
  expect(notesOf(schedule, asked)[0]).toContain("leaves out 02:15");
});
