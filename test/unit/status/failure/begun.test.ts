import { expect, test } from "vitest";
import { hasStarted, isHeld, waitsSince } from "../../../../src/status/failure/begun.ts";
import { evidence, pod } from "./support/evidence.ts";

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
