import { expect, test } from "vitest";
import type { Failure } from "../../../../src/api/failure.ts";
import type { JobProgress } from "../../../../src/job/progress.ts";
import { withLastFailure } from "../../../../src/status/failure/last-failure.ts";

const ending = { phase: "Failed", reason: "BackoffLimitExceeded", message: "too often" } as const;
const known = {
  reason: "Error",
  message: "Container main ended with exit code 3",
  pod: "p",
  attempt: 1,
  exitCode: 3,
};
test.each<[string, JobProgress, Failure | undefined, string]>([
  ["a container", ending, known, "Container main ended with exit code 3; too often"],
  [
    "a container of which is known what to do",
    ending,
    { ...known, hint: "Need less." },
    "Container main ended with exit code 3 — Need less; too often",
  ],
  ["nobody knows", ending, undefined, "too often"],
  ["the Job's own words", ending, { reason: "BackoffLimitExceeded", message: "too often" }, "too often"],
  [
    "pods that are gone",
    ending,
    { reason: "PodDeleted", message: "Its pods were deleted" },
    "Its pods were deleted; too often",
  ],
  [
    "a start deadline of which nothing tells",
    ending,
    { reason: "NotStarted", message: "nothing says why" },
    "too often",
  ],
  [
    "a deadline, which tells what the Job tells",
    { ...ending, reason: "DeadlineExceeded" },
    {
      ...known,
      reason: "DeadlineExceeded",
      message: "too often; container main still ran",
      hint: "Raise it.",
    },
    "too often; container main still ran — Raise it",
  ],
  ["a pod that the Job names", { ...ending, message: "p was bad" }, known, "p was bad"],
  [
    "a retry",
    { ...ending, phase: "Running", message: "1 active, 1 failed" },
    known,
    "1 active, 1 failed; last failure: Container main ended with exit code 3",
  ],
])("the cause of a failed run in its message: %s", (_, progress, failure, message) => {
  const cause =
    progress.phase === "Failed" && failure && !["BackoffLimitExceeded", "NotStarted"].includes(failure.reason)
      ? { cause: failure.reason }
      : {};
  expect(withLastFailure(progress, failure)).toEqual({ ...progress, ...cause, message });
});
