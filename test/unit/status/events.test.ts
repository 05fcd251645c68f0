import { expect, test } from "vitest";
import { eventsOf } from "../../../src/status/events.ts";
import { job } from "../support/task.ts";
import { now, recorded, retried, started, status } from "../support/steps.ts";

const failed = job({
  status: {
    startTime: now,
    conditions: [
      {
        type: "Failed",
        status: "True",
        reason: "BackoffLimitExceeded",
        message: "too often",
        lastTransitionTime: now,
      },
    ],
  },
});

const complete = {
  type: "Complete",
  status: "True",
  reason: "",
  message: "",
  lastTransitionTime: now,
} as const;

test("a recorded run tells nothing yet", () => {
  expect(eventsOf(undefined, recorded)).toEqual([]);
});

test("a start tells of itself and of what was clamped, not of defaults", () => {
  expect(eventsOf(recorded, started)).toEqual([
    {
      type: "Warning",
      reason: "Adjusted",
      action: "Guard",
      note: "backoffLimit: 50 asked, 10 applied (rule backoffLimit, policy baseline)",
    },
    {
      type: "Normal",
      reason: "RunStarted",
      action: "CreateJob",
      note: "Run 1 started as Job report-1-abcdef12",
    },
  ]);
});

test("an end tells once", () => {
  const ended = status({ job: failed }, started);
  expect(eventsOf(started, ended)).toEqual([
    {
      type: "Warning",
      reason: "BackoffLimitExceeded",
      action: "Mirror",
      note: "Run 1 after 0s: too often. The result is kept here when the Job goes",
    },
  ]);
  expect(eventsOf(ended, ended)).toEqual([]);
});

test("a problem tells when it comes, not while it lasts", () => {
  const collided = status({ problem: { kind: "NameCollision", message: "taken" } }, recorded);
  expect(eventsOf(recorded, collided).map((e) => [e.type, e.reason])).toEqual([["Warning", "NameCollision"]]);
  expect(
    eventsOf(collided, status({ problem: { kind: "NameCollision", message: "still" } }, collided)),
  ).toEqual([]);
});

test("a retry tells why", () => {
  const failed = retried(2, { exitCode: 137, reason: "OOMKilled" }, started);
  expect(eventsOf(started, failed)).toEqual([
    {
      type: "Warning",
      reason: "Retried",
      action: "Mirror",
      note: "A pod of run 1 failed, and the run goes on: container main ended with exit code 137 (OOMKilled)",
    },
  ]);
  expect(eventsOf(failed, failed)).toEqual([]);
});

test("that a run began is dated before what befell its pods, by its Job", () => {
  const job = { metadata: { creationTimestamp: "2026-01-01T00:00:05Z" } };
  const begun = eventsOf(recorded, started, job).find(({ reason }) => reason === "RunStarted");
  expect(begun).toMatchObject({ at: Date.parse("2026-01-01T00:00:05Z") - 1 });
  expect(eventsOf(recorded, started)[0]).not.toHaveProperty("at");
});

test("the end of a run is told of a task on a schedule, too", () => {
  const ended = status(
    { job: job({ status: { startTime: now, succeeded: 1, conditions: [complete] } }) },
    started,
  );
  const between: typeof ended = { ...ended, phase: "Scheduled" };
  if (between.run) between.run = { ...between.run, outcome: "Succeeded" };
  expect(eventsOf(started, between)).toEqual(eventsOf(started, ended));
  expect(eventsOf(started, between).map(({ reason }) => reason)).toEqual(["Succeeded"]);
});
