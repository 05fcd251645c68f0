import { expect, test } from "vitest";
import { type Problem, progressOfProblem } from "../../../src/status/problem.ts";

test.each<[Problem["kind"], string]>([
  ["InvalidJob", "Rejected"],
  ["PolicyViolation", "Rejected"],
  ["Queued", "Queued"],
  ["Frozen", "Queued"],
  ["CreateForbidden", "Pending"],
  ["CreateFailing", "Pending"],
  ["NamespaceTerminating", "Pending"],
  ["NameCollision", "Pending"],
  ["ReconcileError", "Pending"],
  ["ResultLost", "Unknown"],
])("%s: %s, in the problem's own words", (kind, phase) => {
  expect(progressOfProblem({ kind, message: "m", position: 1, since: 0, until: 0 })).toEqual({
    phase,
    reason: kind,
    message: "m",
  });
});
