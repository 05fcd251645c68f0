import { expect, test } from "vitest";
import { gated, isGated, unscheduled } from "../../../../src/status/failure/unscheduled.ts";
import { pod } from "./support/evidence.ts";

const conditions = (reason: string, message: string) => [
  { type: "PodScheduled", status: "False", reason, message },
];
const holding = (...names: string[]) =>
  pod(
    { conditions: conditions("SchedulingGated", "Scheduling is blocked due to non-empty scheduling gates") },
    { spec: { containers: [], schedulingGates: names.map((name) => ({ name })) } },
  );

test("a scheduling gate is named", () => {
  expect(gated(holding("example.com/capacity"))).toMatchObject({
    reason: "SchedulingGated",
    message: "waits until its scheduling gate example.com/capacity is removed",
  });
  expect(gated(holding("a", "b"))?.message).toBe("waits until its scheduling gates a, b are removed");
  expect(isGated(holding("a"))).toBe(true);
});

test("else the scheduler's words are told", () => {
  const subject = pod({ conditions: conditions("Unschedulable", "0/1 nodes are available") });
  expect(gated(subject)).toBeUndefined();
  expect(unscheduled(subject)).toMatchObject({ reason: "Unschedulable", message: "0/1 nodes are available" });
  expect(unscheduled(pod({ conditions: [{ type: "PodScheduled", status: "True" }] }))).toBeUndefined();
});
