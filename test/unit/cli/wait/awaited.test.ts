import { expect, test } from "vitest";
import { awaitedEnd, awaitedNext } from "../../../../src/cli/wait/awaited.ts";
import { endedRun, scheduled, told } from "../support/scheduled.ts";

const NOW = Date.parse("2026-11-24T22:38:09Z");
const MOMENT = { now: NOW, timeZone: "Europe/Berlin" };
const GOING = { completionTime: undefined, outcome: undefined };

const entry = (
  number: number,
  outcome: "Succeeded" | "Replaced",
  trigger: "Scheduled" | "SpecChanged" = "Scheduled",
) => ({
  number,
  jobName: `nightly-${number}-x`,
  trigger,
  outcome,
  reason: outcome,
  completionTime: "2026-11-24T22:39:00Z",
});
const nightly = (
  run: Partial<ReturnType<typeof endedRun>>,
  more: object = {},
  annotations?: Record<string, string>,
) =>
  scheduled("nightly", {
    status: { run: endedRun(run), schedule: told, ...more },
    ...(annotations && { annotations }),
  });

test("at rest it is over at once, and the last run tells how it is", () => {
  const well = awaitedEnd(nightly({}), MOMENT);
  expect(well).toMatchObject({ isAtRest: true });
  expect(well.isOver(nightly({}))).toBe(true);
  expect(well.isWell(nightly({}))).toBe(true);
  expect(well.isWell(nightly({ outcome: "Failed" }))).toBe(false);
  expect(well.say(nightly({ outcome: "Failed" }))).toBe(
    "batchtask.batchtask.dev/nightly waits for its schedule: the next run starts 2026-11-25 02:00 +01:00; run 5 failed 21h38m ago",
  );
});

test("one that has never run is at rest, and not well", () => {
  const fresh = scheduled("fresh");
  const awaited = awaitedEnd(fresh, MOMENT);
  expect([awaited.isAtRest, awaited.isOver(fresh), awaited.isWell(fresh)]).toEqual([true, true, false]);
  expect(awaited.say(fresh)).toContain("the next run starts 2026-11-25 02:00 +01:00; it has not run yet");
});

test.each([
  ["a run that goes on", nightly(GOING), 5],
  ["a time that has come", nightly({}, { schedule: { ...told, nextStartTime: "2026-11-24T22:38:00Z" } }), 6],
  ["a rerun", nightly({}, {}, { "batchtask.dev/rerun": "now" }), 6],
  ["a rerun behind a run that goes on", nightly(GOING, {}, { "batchtask.dev/rerun": "now" }), 6],
  [
    "a time that has come behind a run that goes on",
    nightly(GOING, { schedule: { ...told, nextStartTime: "2026-11-24T22:38:00Z" } }),
    5,
  ],
  ["the first run at once", scheduled("a", { schedule: { runAtOnce: true } }), 1],
])("%s is waited for", (_, task, number) => {
  const { isAtRest, isOver, runOf } = awaitedEnd(task, MOMENT);
  expect([isAtRest, isOver(task), runOf?.(task)]).toEqual([undefined, false, number]);
});

test("a time that has come of a suspended schedule is not waited for", () => {
  const schedule = { ...told, suspended: true, nextStartTime: "2026-11-24T22:38:00Z" };
  expect(awaitedEnd(nightly({}, { schedule }), MOMENT).isAtRest).toBe(true);
});

test("a run is over once it has ended, though the next one goes on by then", () => {
  const awaited = awaitedEnd(nightly(GOING), MOMENT);
  expect(awaited.isOver(nightly({}))).toBe(true);
  const overtaken = nightly({ number: 6, ...GOING }, { history: [entry(5, "Succeeded")] });
  expect([awaited.isOver(overtaken), awaited.isWell(overtaken)]).toEqual([true, true]);
  expect(awaited.say(overtaken)).toBe("batchtask.batchtask.dev/nightly run 5 succeeded: Succeeded");
  const forgotten = nightly({ number: 6, ...GOING });
  expect([awaited.isOver(forgotten), awaited.isWell(forgotten)]).toEqual([true, false]);
  expect(awaited.say(forgotten)).toContain("which its history does not keep");
});

test("an edit that takes the run's place is waited for in its stead, the next time of the schedule is not", () => {
  const awaited = awaitedEnd(nightly(GOING), MOMENT);
  const history = [entry(5, "Replaced")];
  expect(awaited.isOver(nightly({ number: 6, ...GOING, trigger: "SpecChanged" }, { history }))).toBe(false);
  expect(awaited.isWell(nightly({ number: 6, trigger: "SpecChanged" }, { history }))).toBe(true);
  const onTime = nightly({ number: 6, ...GOING }, { history });
  expect([awaited.isOver(onTime), awaited.isWell(onTime)]).toEqual([true, false]);
});

test("the next run is the one after that which goes on or was last", () => {
  const awaited = awaitedNext(nightly({}));
  expect(awaited.isOver(nightly({}))).toBe(false);
  expect(awaited.isOver(nightly({ number: 6, ...GOING }))).toBe(false);
  expect(awaited.isWell(nightly({ number: 6 }))).toBe(true);
  expect(awaitedNext(scheduled("fresh")).runOf?.(scheduled("fresh"))).toBe(1);
});
