import { expect, test } from "vitest";
import type { HistoryEntry } from "../../../src/api/history.ts";
import type { BatchTaskStatus } from "../../../src/api/status.ts";
import { computeStatus } from "../../../src/status/compute-status.ts";
import { run, task } from "../support/task.ts";
import { condition, now, seen, startTime, withStatus } from "./support/inputs.ts";

const failed = withStatus({
  startTime,
  failed: 4,
  conditions: [condition("Failed", "BackoffLimitExceeded", "too often")],
});
const first = computeStatus(seen(failed));

/** The status once run `number` is on record. */
const recorded = (number: number, before: BatchTaskStatus, historyLimit?: number): BatchTaskStatus =>
  computeStatus(
    seen({
      task: task(historyLimit === undefined ? {} : { runs: { historyLimit } }, before),
      run: run({ number, jobName: `report-${number}`, trigger: "SpecChanged" }),
    }),
  );
/** The same, with its run ended. */
const ended = (before: BatchTaskStatus): BatchTaskStatus => ({
  ...before,
  phase: "Succeeded",
  run: run({ ...before.run, completionTime: now }),
});
const numbers = ({ history }: BatchTaskStatus) => history?.map(({ number }) => number);

const entry: HistoryEntry = {
  number: 1,
  jobName: "report-1-abcdef12",
  trigger: "Created",
  outcome: "Failed",
  reason: "BackoffLimitExceeded",
  startTime,
  completionTime: now,
  duration: "60s",
  failed: 4,
};

test("the latest run has no entry, also once it has ended", () => {
  expect(first).toMatchObject({ phase: "Failed", run: { number: 1, completionTime: now } });
  expect(first).not.toHaveProperty("history");
  const still = computeStatus(seen({ task: task({}, first), run: first.run ?? run() }));
  expect(still).not.toHaveProperty("history");
});

test("once the next run is on record, the one before has one entry: how it ended, why, and how long it took", () => {
  const second = recorded(2, first);
  expect(second.history).toEqual([entry]);
  const again = computeStatus(seen({ task: task({}, second), run: second.run ?? run() }));
  expect(again.history).toEqual([entry]);
  expect(recorded(3, ended(second)).history).toMatchObject([{ number: 2, trigger: "SpecChanged" }, entry]);
});

test("a run that is refused after another one leaves the other's entry, and gets its own with the next", () => {
  const refused = computeStatus(
    seen({
      task: task({}, first),
      run: run({ number: 2, trigger: "SpecChanged" }),
      problem: { kind: "PolicyViolation", message: "no" },
    }),
  );
  expect(refused).toMatchObject({ phase: "Rejected", history: [entry] });
  expect(recorded(3, refused).history).toMatchObject([
    { number: 2, outcome: "Rejected", reason: "PolicyViolation" },
    entry,
  ]);
});

test("a run that an earlier release has entered itself is not entered twice", () => {
  const old = { ...first, history: [entry] };
  expect(recorded(2, old).history).toEqual([entry]);
  const still = computeStatus(seen({ task: task({}, old), run: first.run ?? run() }));
  expect(still).not.toHaveProperty("history");
});

test("historyLimit counts the runs before the latest one", () => {
  const second = recorded(2, first, 1);
  expect(numbers(second)).toEqual([1]);
  expect(numbers(recorded(3, ended(second), 1))).toEqual([2]);
  expect(recorded(2, first, 0)).not.toHaveProperty("history");
});

test("a lower historyLimit counts at once, though no run has ended since", () => {
  const history = [{ ...entry, number: 3 }, { ...entry, number: 2 }, entry];
  const fourth = { ...ended(recorded(4, first)), history };
  const at = (historyLimit: number) =>
    computeStatus(seen({ task: task({ runs: { historyLimit } }, fourth), run: fourth.run ?? run() })).history;
  expect(at(5)).toEqual(history);
  expect(at(2)).toEqual(history.slice(0, 2));
  expect(at(0)).toBeUndefined();
});

test("what a run had instead of the spec stays with it, in a line", () => {
  const before = { ...first, run: run({ ...first.run, overrides: { args: ["--full"] } }) };
  expect(recorded(2, before).history).toEqual([{ ...entry, overrides: "-- --full" }]);
});
