import { expect, test } from "vitest";
import { computeStatus } from "../../../src/status/compute-status.ts";
import { run } from "../support/task.ts";
import { seen, startTime, withStatus } from "./support/inputs.ts";

test("an edit that waits is said in Ready's message", () => {
  const status = computeStatus(
    seen({ ...withStatus({ startTime, active: 1, ready: 1 }), next: "SpecChanged" }),
  );
  expect(status.conditions?.[0]?.message).toBe("1 active; the edited spec runs once this run has ended");
});

test("of a run that is being stopped for the edit it is not said again that the edit comes", () => {
  const stopping = run({ stopping: true });
  const status = computeStatus(
    seen({ ...withStatus({ startTime, active: 1 }), run: stopping, next: "SpecChanged" }),
  );
  expect(status.conditions?.[0]?.message).toBe(
    "The run is being stopped; the next one starts once its pods are gone",
  );
});

test("a lost run is not started again, and what was asked for meanwhile is", () => {
  const lost = (next?: "SpecChanged" | "Rerun") =>
    computeStatus(seen({ problem: { kind: "ResultLost", message: "gone" }, next })).conditions?.find(
      ({ type }) => type === "Ready",
    )?.message;
  expect(lost()).toBe(
    "gone; it is not started again. Edit the task, or set the annotation batchtask.dev/rerun, to run it again",
  );
  expect(lost("SpecChanged")).toBe("gone; the run that was asked for meanwhile starts now");
});
