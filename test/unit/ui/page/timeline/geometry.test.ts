import { expect, test } from "vitest";
import { piecesOf, ticksAhead, timesOf, tookWords } from "../../../../../src/ui/page/timeline/geometry.ts";
import { at, NOW, once, recordedRows } from "../../../../support/ui/rows.ts";

const MINUTE = 60_000;
const range = { from: NOW - 100 * MINUTE, to: NOW + 20 * MINUTE };
/** Ten pixels a minute. */
const size = { width: 1_200, now: NOW };

test("waiting is told from running, and what goes on ends now", () => {
  const row = once("a", "b", { phase: "Running" }, { ago: 50, started: at(NOW - 30 * MINUTE) });
  expect(piecesOf(row, range, size)).toMatchObject([
    { mark: "running", wait: 500, left: 700, width: 300, open: true },
  ]);
});

test("one that has not started waits until now, and takes no room of a run", () => {
  const row = once("a", "b", { phase: "Queued" }, { ago: 50 });
  expect(piecesOf(row, range, size)).toMatchObject([{ mark: "waiting", wait: 500, left: 1_000, width: 0 }]);
});

test("a run whose Job was taken up starts up until its pods run", () => {
  const bar = { ago: 50, jobStarted: at(NOW - 20 * MINUTE) };
  expect(piecesOf(once("a", "b", { phase: "Starting" }, bar), range, size)).toMatchObject([
    { mark: "waiting", wait: 500, taken: 800, left: 1_000, width: 0 },
  ]);
  const ran = { ...bar, started: at(NOW - 10 * MINUTE) };
  expect(piecesOf(once("a", "b", {}, ran), range, size)).toMatchObject([
    { mark: "running", wait: 500, taken: 800, left: 900, width: 100 },
  ]);
});

test("a short run can still be seen, and what is out of sight is not drawn", () => {
  const seen = { ago: 5, started: at(NOW - 5 * MINUTE), ended: at(NOW - 5 * MINUTE), outcome: "Failed" };
  expect(piecesOf(once("a", "b", {}, seen), range, size)[0]?.width).toBe(5);
  const past = {
    ago: 500,
    started: at(NOW - 500 * MINUTE),
    ended: at(NOW - 400 * MINUTE),
    outcome: "Failed",
  };
  expect(piecesOf(once("a", "b", {}, past), range, size)).toEqual([]);
});

test("a run without any time is not drawn", () => {
  expect(timesOf({ number: 1 }, NOW)).toBeUndefined();
});

test("a run that stands still has a bar of its own kind, and nobody knows how long it ran", () => {
  const row = once("a", "b", { phase: "Suspended" }, { ago: 50, started: at(NOW - 30 * MINUTE) });
  const run = { ...row.run!, halted: "Suspended" };
  expect(piecesOf({ ...row, run }, range, size)).toMatchObject([
    { mark: "suspended", left: 700, width: 300, waits: false },
  ]);
  expect([tookWords(row.run!, NOW), tookWords(run, NOW), tookWords({ number: 2 }, NOW)]).toEqual([
    "30m",
    "",
    "",
  ]);
  const { started: _, ...unstarted } = run;
  expect(piecesOf({ ...row, run: unstarted }, range, size)).toMatchObject([
    { mark: "suspended", wait: 500, width: 0, waits: true },
  ]);
});

test("next times stand ahead, and none of a schedule that is suspended", () => {
  const [row] = recordedRows().filter(({ name }) => name === "cert-check");
  if (!row?.schedule) throw new Error("no such row");
  expect(ticksAhead(row, range, size).map(({ time }) => time)).toEqual(["2026-12-01T08:00:00Z"]);
  const later = { ...size, now: Date.parse("2026-12-01T08:00:00Z") };
  expect(ticksAhead(row, range, later)).toEqual([]);
  const suspended = { ...row, schedule: { ...row.schedule, suspended: true, next: [] } };
  expect(ticksAhead(suspended, range, size)).toEqual([]);
});
