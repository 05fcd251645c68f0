import { expect, test } from "vitest";
import type { Phase } from "../../../../src/api/status.ts";
import { historyBars, runBar } from "../../../../src/ui/model/bars.ts";
import { run, task } from "../../support/task.ts";

const ready = (reason: string) => [
  {
    type: "Ready",
    status: "False" as const,
    reason,
    message: "",
    lastTransitionTime: "2026-01-01T00:00:00Z",
    observedGeneration: 2,
  },
];

test("a run waits until a pod of it runs, though its Job has begun", () => {
  const waiting = run({ number: 2, startTime: "2026-01-01T00:00:05Z", scheduleTime: "2026-01-01T00:00:00Z" });
  const status = {
    observedGeneration: 2,
    phase: "Starting" as const,
    conditions: ready("ImagePullBackOff"),
    run: waiting,
  };
  expect(runBar(task({}, status))).toEqual({
    number: 2,
    reason: "ImagePullBackOff",
    scheduled: "2026-01-01T00:00:00Z",
    created: "2026-01-01T00:00:00Z",
    jobStarted: "2026-01-01T00:00:05Z",
  });
  const running = { ...status, run: { ...waiting, podStartTime: "2026-01-01T00:01:00Z" } };
  expect(runBar(task({}, running))).toMatchObject({ started: "2026-01-01T00:01:00Z" });
});

test("a run that has ended tells how, whether its task has ended with it or waits for the next time", () => {
  const ended = run({ startTime: "2026-01-01T00:00:05Z", completionTime: "2026-01-01T00:02:00Z" });
  const base = { observedGeneration: 2, conditions: ready("Error") };
  const failed = runBar(task({}, { ...base, phase: "Failed", run: ended }));
  expect(failed).toMatchObject({
    outcome: "Failed",
    reason: "Error",
    started: ended.startTime,
    ended: ended.completionTime,
  });
  const between = runBar(task({}, { ...base, phase: "Scheduled", run: { ...ended, outcome: "Succeeded" } }));
  expect(between).toMatchObject({ outcome: "Succeeded" });
});

test("the first run has waited since its task was created", () => {
  const { requestTime: _, ...first } = run();
  const made = task({}, { observedGeneration: 2, phase: "Queued", run: first });
  made.metadata.creationTimestamp = "2025-12-31T23:59:00Z";
  expect(runBar(made)).toMatchObject({ created: "2025-12-31T23:59:00Z" });
});

test("a run that is suspended or queued again, after its pods ran, stands still", () => {
  const began = run({ podStartTime: "2026-01-01T00:01:00Z" });
  const bar = (phase: Phase) => runBar(task({}, { observedGeneration: 2, phase, run: began }));
  expect(bar("Suspended")).toMatchObject({ halted: "Suspended", started: "2026-01-01T00:01:00Z" });
  expect(bar("Queued")).toMatchObject({ halted: "Queued" });
  expect(bar("Running")).not.toHaveProperty("halted");
  const over = { ...began, completionTime: "2026-01-01T00:02:00Z", outcome: "Succeeded" as const };
  const ended = runBar(task({}, { observedGeneration: 2, phase: "Suspended", run: over }));
  expect(ended).not.toHaveProperty("halted");
});

test("earlier runs come once, though the latest one may be among them", () => {
  const entry = {
    jobName: "report-1",
    trigger: "Created" as const,
    outcome: "Replaced" as const,
    reason: "Replaced",
    completionTime: "2026-01-01T00:00:09Z",
  };
  const status = {
    observedGeneration: 2,
    run: run({ number: 3 }),
    history: [
      { ...entry, number: 3 },
      { ...entry, number: 2, startTime: "2026-01-01T00:00:01Z" },
      { ...entry, number: 1 },
    ],
  };
  expect(historyBars(task({}, status))).toEqual([
    {
      number: 2,
      outcome: "Replaced",
      reason: "Replaced",
      jobStarted: "2026-01-01T00:00:01Z",
      started: "2026-01-01T00:00:01Z",
      ended: "2026-01-01T00:00:09Z",
    },
    { number: 1, outcome: "Replaced", reason: "Replaced", ended: "2026-01-01T00:00:09Z" },
  ]);
});

test("a task without a run has no bar", () => {
  expect([runBar(task()), historyBars(task())]).toEqual([undefined, []]);
});
