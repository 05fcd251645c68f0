import { expect, test } from "vitest";
import { hasRun, hasStarted, isHeld, waitsSince } from "../../../../src/status/failure/begun.ts";
import { job, run } from "../../support/task.ts";
import { containerStatus, evidence, pod } from "./support/evidence.ts";

const none = { active: 0, ready: 0 };
const made = (creationTimestamp: string, phase = "Pending") =>
  pod({ phase }, { metadata: { creationTimestamp } });

test.each(["Running", "Succeeded", "Failed"])("a pod that is %s has started", (phase) => {
  expect(hasStarted(evidence({ pods: [pod({}), pod({ phase })] }))).toBe(true);
});

test("a run waits since its newest pod was made, as long as all that it has wait", () => {
  const [old, young] = [made("2026-01-01T00:00:00Z"), made("2026-01-01T00:01:00Z")];
  const at = Date.parse("2026-01-01T00:01:00Z");
  expect(waitsSince(evidence({ pods: [young, old] }), none)).toBe(at);
  expect(waitsSince(evidence({ pods: [young, old, made("2026-01-01T00:02:00Z", "Failed")] }), none)).toBe(at);
  expect(
    waitsSince(evidence({ pods: [young, made("2026-01-01T00:02:00Z", "Running")] }), none),
  ).toBeUndefined();
  expect(waitsSince(evidence({}), none)).toBeUndefined();
  // Of many pods not all are seen.
  expect(waitsSince(evidence({ pods: [young, old] }), { active: 100, ready: 0 })).toBeUndefined();
  expect(waitsSince(evidence({ pods: [young, old] }), { active: 2, ready: 1 })).toBeUndefined();
});

test("a scheduling gate holds pods that have not ended", () => {
  const conditions = [{ type: "PodScheduled", status: "False", reason: "SchedulingGated" }];
  expect(isHeld(evidence({ pods: [pod({}), pod({ conditions })] }))).toBe(true);
  expect(isHeld(evidence({ pods: [pod({ phase: "Failed", conditions })] }))).toBe(false);
});

test("a pod that the kubelet has refused has not run, though it counts as failed", () => {
  const refused = pod({ phase: "Failed", reason: "OutOfcpu" });
  const ended = pod({
    phase: "Failed",
    containerStatuses: [
      containerStatus({ state: { terminated: { exitCode: 1, startedAt: "2026-01-01T00:00:00Z" } } }),
    ],
  });
  const failed = { run: run(), job: job({ status: { failed: 1 } }) };
  const known = { reason: "OutOfcpu", message: "m", pod: "p", attempt: 1 };
  expect(hasRun({ ...failed, evidence: evidence({ pods: [refused] }) }, known)).toBe(false);
  expect(hasRun({ ...failed, evidence: evidence({ pods: [refused, ended] }) }, known)).toBe(true);
  expect(hasRun(failed, known)).toBe(false);
  expect(hasRun(failed, { ...known, exitCode: 1 })).toBe(true);
  expect(hasRun({ run: run(), job: job({ status: { ready: 1 } }) }, undefined)).toBe(true);
});
