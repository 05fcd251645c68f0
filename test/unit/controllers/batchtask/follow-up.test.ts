import { expect, test } from "vitest";
import type { BatchTaskSpec } from "../../../../src/api/batchtask.ts";
import type { Job } from "../../../../src/api/job.ts";
import type { BatchTaskStatus, Run } from "../../../../src/api/status.ts";
import type { Trigger } from "../../../../src/api/trigger.ts";
import type { Outcome } from "../../../../src/controllers/batchtask/apply.ts";
import type { Action } from "../../../../src/controllers/batchtask/decide.ts";
import { hasChanged, isFollowed } from "../../../../src/controllers/batchtask/follow-up.ts";
import { job, run, spec } from "../../support/task.ts";

const completionTime = "2026-01-01T00:00:00Z";
/** Two seconds after it. */
const now = Date.parse(completionTime) + 2_000;
const status = (fields: Partial<Run>): BatchTaskStatus => ({ observedGeneration: 1, run: run(fields) });
const ended = (ttl?: number): Job =>
  job({
    spec: { ttlSecondsAfterFinished: ttl },
    status: { conditions: [{ type: "Complete", status: "True" }] },
  });

interface Case {
  before?: Partial<Run>;
  after: Partial<Run>;
  asked?: Partial<BatchTaskSpec>;
  owned?: Job;
  next?: Trigger;
}

test.each<[string, boolean, Case]>([
  ["progress", false, { before: {}, after: { jobUID: "j" } }],
  ["an end whose Job is at rest", false, { before: {}, after: { completionTime }, owned: ended() }],
  [
    "an end that was on record",
    false,
    { before: { completionTime }, after: { completionTime }, next: "Rerun" },
  ],
  ["an end without a Job", false, { before: {}, after: { completionTime } }],
  ["a run that is to be stopped", true, { before: {}, after: { stopping: true } }],
  [
    "an end after which another run is due",
    true,
    { after: { completionTime }, owned: ended(), next: "Rerun" },
  ],
  ["an end whose Job goes on", true, { after: { completionTime }, owned: job({}) }],
  [
    "an end whose Job may go sooner now",
    true,
    { after: { completionTime }, asked: { ttlSecondsAfterFinished: 10 }, owned: ended(600) },
  ],
  [
    "an end whose Job has its time already",
    false,
    { after: { completionTime }, asked: { ttlSecondsAfterFinished: 600 }, owned: ended(600) },
  ],
  [
    "an end with which the task goes",
    true,
    { after: { completionTime }, asked: { runs: { deleteAfterSeconds: 0 } } },
  ],
  [
    "an end that was learnt of when the task was to go already",
    true,
    { after: { completionTime }, asked: { runs: { deleteAfterSeconds: 2 } }, owned: ended() },
  ],
  [
    "an end after which the task stays for a while",
    false,
    { after: { completionTime }, asked: { runs: { deleteAfterSeconds: 3 } }, owned: ended() },
  ],
])("%s is followed by more: %s", (_, follows, { before, after, asked, owned, next }) => {
  const guarded = spec(asked);
  const record = { before: before && status(before), status: status(after), guarded, job: owned, next, now };
  expect(isFollowed(record)).toBe(follows);
});

const version = (resourceVersion: string): Job => job({ metadata: { resourceVersion } });
const patch: Action = { kind: "PatchJob", job: version("1"), patch: {} };

test.each<[string, boolean, Action, Outcome]>([
  ["that was patched", true, patch, { job: version("2") }],
  [
    "that has lost its start",
    true,
    { kind: "ForgetStart", job: version("1"), otherwise: patch },
    { job: version("2"), isPostponed: true },
  ],
  ["whose patch was answered and changed nothing", false, patch, { job: version("1") }],
  [
    "whose patch was refused",
    false,
    patch,
    { job: version("1"), problem: { kind: "ReconcileError", message: "" } },
  ],
  ["that was found to be there", true, { kind: "None" }, { job: version("1"), isAdopted: true }],
  ["that was made", false, { kind: "None" }, { job: version("1") }],
])("a Job %s is another one than was seen: %s", (_, is, action, outcome) => {
  expect(hasChanged(action, outcome)).toBe(is);
});
