import { expect, test } from "vitest";
import type { KubeObject } from "../../../src/kube/object.ts";
import { SCHEDULED_TIMESTAMP } from "../../../src/schedule/scheduled-timestamp.ts";
import { eachTimeOnce } from "../../faults/oracles/each-time-once.ts";
import { newTask } from "../../faults/run/scene.ts";
import { evidence, seen } from "./evidence.ts";

const at = (minute: number): string => `2026-01-01T00:0${minute}:00Z`;

/** A task at a version; `runs` are the times of its runs, the first one first. */
function task(version: number, runs: readonly number[], schedule: object) {
  const all = runs.map((minute, index) => ({
    number: index + 1,
    trigger: "Scheduled",
    scheduleTime: at(minute),
  }));
  const status = { run: all.at(-1), history: all.slice(0, -1), schedule };
  const metadata = { name: "task", uid: "u", resourceVersion: String(version) };
  const object = newTask("n", "task", { runs: { schedule: { cron: "* * * * *" } } });
  return Object.assign(object, { metadata, status });
}

function job(version: number, run: number, minute: number): KubeObject {
  const owner = { apiVersion: "batchtask.dev/v1alpha1", kind: "BatchTask", name: "task", uid: "u" };
  return {
    metadata: {
      resourceVersion: String(version),
      labels: { "batchtask.dev/run": String(run) },
      annotations: { [SCHEDULED_TIMESTAMP]: at(minute) },
      ownerReferences: [{ ...owner, controller: true }],
    },
  };
}

const before = task(1, [], { handledTime: at(0) });
const judge = (tasks: ReturnType<typeof task>[], ...jobs: KubeObject[]): string[] =>
  eachTimeOnce(
    evidence({
      taskSights: [before, ...tasks].map(seen),
      jobSights: jobs.map(seen),
      tasks: tasks.slice(-1),
    }),
  );

test("a time has one run, or is missed", () => {
  const missed = [{ scheduleTime: at(1), reason: "OperatorAway" }];
  const well = task(2, [2, 3], { handledTime: at(3), missed });
  expect(judge([well], job(3, 1, 2), job(4, 2, 3))).toEqual([]);
  expect(judge([task(2, [2, 3], { handledTime: at(3) })])).toEqual([
    "task: 2026-01-01T00:01:00Z had no run, and is not missed",
  ]);
  expect(judge([task(2, [1, 1], { handledTime: at(1) })])).toEqual([
    "task u at 2026-01-01T00:01:00Z had the runs 2, 1",
  ]);
});

test("a Job is for the time of its record, which was there before", () => {
  const one = task(5, [1], { handledTime: at(1) });
  expect(judge([one], job(6, 1, 1))).toEqual([]);
  expect(judge([one], job(4, 1, 1))).toEqual([
    "the Job of task run 1 for 2026-01-01T00:01:00Z was there before its record",
  ]);
  expect(judge([one], job(6, 1, 2))).toEqual([
    "the Job of task run 1 is for 2026-01-01T00:02:00Z, not for 2026-01-01T00:01:00Z",
  ]);
});
