import { expect, test } from "vitest";
import type { BatchTask } from "../../../src/api/batchtask.ts";
import type { HistoryEntry } from "../../../src/api/history.ts";
import type { Job } from "../../../src/api/job.ts";
import { templateHash } from "../../../src/job/template-hash.ts";
import { faults, type Wish } from "../../integration/support/sequence.ts";
import { run, spec, task } from "../support/task.ts";

const END = "2026-01-01T00:00:00Z";

type Entry = Partial<HistoryEntry>;

/** A task with these runs, the first one first, each with a Job of a version of the template. */
function ended(entries: Entry[], versions: number[]): [BatchTask, Job[]] {
  const history = entries.map(
    (entry, index): HistoryEntry => ({
      number: index + 1,
      jobName: `report-${index + 1}`,
      trigger: index === 0 ? "Created" : "SpecChanged",
      outcome: "Succeeded",
      reason: "Succeeded",
      completionTime: END,
      ...entry,
    }),
  );
  const jobs = entries.map(
    (_, index): Job => ({
      metadata: { name: `report-${index + 1}`, labels: { "batchtask.dev/run": String(index + 1) } },
      spec: { template: { metadata: { labels: { version: String(versions[index] ?? 0) } } } },
    }),
  );
  const [latest, ...before] = history.toReversed();
  if (!latest || latest.outcome === "Replaced") throw new Error("The latest run has not ended");
  const { number, trigger, outcome } = latest;
  const last = run({ number, trigger, completionTime: END, templateHash: templateHash(spec()) });
  const status = { observedGeneration: 2, phase: outcome, run: last, history: before };
  return [task({}, status), jobs];
}

const wish = (fields: Partial<Wish> = {}): Wish => ({
  name: "report",
  fails: [false],
  reruns: 0,
  pauses: 1,
  deleted: new Set(),
  policyChanges: () => 0,
  ...fields,
});

const judge = (entries: Entry[], fields?: Partial<Wish>, versions: number[] = []): string[] => {
  const [seen, jobs] = ended(entries, versions);
  return faults(seen, wish(fields), jobs);
};

test("runs that were asked for, and that ended as their pods did", () => {
  expect(judge([{}])).toEqual([]);
  expect(judge([{}, { outcome: "Failed" }], { fails: [false, true] }, [0, 1])).toEqual([]);
  const refused = [{ outcome: "Rejected" }, { trigger: "PolicyChanged" }] as const;
  expect(judge([...refused], { policyChanges: () => 1 })).toEqual([]);
});

test("a history that has the latest run, or lacks one before it", () => {
  const [seen, jobs] = ended([{}, {}], [0, 1]);
  const { status = { observedGeneration: 2 } } = seen;
  const judged = (numbers: number[]): string[] => {
    const history = (status.history ?? []).flatMap((entry) =>
      numbers.map((number) => ({ ...entry, number })),
    );
    return faults({ ...seen, status: { ...status, history } }, wish({ fails: [false, false] }), jobs);
  };
  expect(judged([1])).toEqual([]);
  expect(judged([2, 1])).toContain("history 2,1, must be 1");
  expect(judged([])).toContain("history , must be 1");
});

test("a run that nobody asked for", () => {
  expect(judge([{}, {}])).toContain("1 runs for an edit, at most 0");
  expect(judge([{}, {}], { fails: [false, false] })).toEqual([
    "run 2 started for an edit, with the template of run 1",
  ]);
  expect(judge([{}, { trigger: "Rerun" }])).toEqual(["1 runs for a rerun, at most 0"]);
  expect(judge([{}, { trigger: "PolicyChanged" }], { policyChanges: () => 9 })).toEqual([
    "1 runs for a policy, after a run that none had refused, at most 0",
  ]);
});

test("a result that is lost though nobody deleted the Job, or that is another one than that of the pods", () => {
  const lost = [{ outcome: "Unknown" }] as const;
  expect(judge([...lost])).toEqual(["the result of run 1 is lost, and nobody deleted its Job"]);
  expect(judge([...lost], { deleted: new Set([1]) })).toEqual([]);
  expect(judge([{ outcome: "Failed" }])).toEqual(["run 1 is said to have Failed"]);
  expect(judge([{}], { fails: [true] })).toEqual(["run 1 is said to have Succeeded"]);
});
