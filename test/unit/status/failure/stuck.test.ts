import { expect, test } from "vitest";
import type { Failure } from "../../../../src/api/failure.ts";
import type { BatchTaskStatus } from "../../../../src/api/status.ts";
import { computeStatus } from "../../../../src/status/compute-status.ts";
import { isStandstill } from "../../../../src/status/failure/stuck.ts";
import type { StatusInputs } from "../../../../src/status/inputs.ts";
import { run, task } from "../../support/task.ts";
import { now, seen, startTime, withStatus } from "../support/inputs.ts";
import { containerStatus, evidence, pod } from "./support/evidence.ts";

const begun = run({ podStartTime: startTime });
const recorded = (failure?: Failure): BatchTaskStatus => ({
  observedGeneration: 2,
  run: begun,
  failed: 1,
  ...(failure && { failure }),
});

/** A run that has begun, retried once, and goes on. */
function goingOn(
  fields: Partial<StatusInputs>,
  { failure, ready = 0 }: { failure?: Failure; ready?: number } = {},
) {
  return computeStatus(
    seen({
      task: task({ runs: { startDeadlineSeconds: 30 } }, recorded(failure)),
      run: begun,
      isUnwell: true,
      ...withStatus({ startTime, active: 1, failed: 1, ready }),
      ...fields,
    }),
  );
}

const replacement = (creationTimestamp: string) =>
  evidence({
    pods: [
      pod({ phase: "Failed" }, { metadata: { name: "first" } }),
      pod(
        {
          conditions: [
            { type: "PodScheduled", status: "False", reason: "Unschedulable", message: "0/1 nodes" },
          ],
        },
        { metadata: { name: "second", creationTimestamp } },
      ),
    ],
  });

test("a pod that can't take another one's place is told of, and what the run waits for", () => {
  const { phase, conditions, failure } = goingOn({ evidence: replacement(now) });
  expect(phase).toBe("Running");
  expect(conditions?.[0]?.reason).toBe("Unschedulable");
  expect(conditions?.[0]?.message).toMatch(
    /^pod second: 0\/1 nodes — .*; 1 active, 1 failed; the run fails if its new pod/,
  );
  expect(failure?.pod).toBe("second");
});

test("past the start deadline, counted from its own creation, the run fails for it", () => {
  const { phase, conditions } = goingOn({ evidence: replacement("2026-01-01T00:00:20Z") });
  expect(phase).toBe("Failed");
  expect(conditions?.find(({ type }) => type === "Failed")?.reason).toBe("StartDeadlineExceeded");
  expect(conditions?.[0]?.reason).toBe("Unschedulable");
  expect(goingOn({ evidence: replacement("2026-01-01T00:00:40Z") }).phase).toBe("Running");
  // Held by a gate until a moment ago.
  expect(
    goingOn({ evidence: replacement("2026-01-01T00:00:20Z"), heldUntil: Date.parse(now) - 1_000 }).phase,
  ).toBe("Running");
});

const stuck = { reason: "Unschedulable", message: "0/1 nodes", pod: "second" };

test("what stands still is told while nobody asks anew, and no longer than it does", () => {
  expect(goingOn({}, { failure: stuck }).failure).toEqual(stuck);
  expect(goingOn({ isUnwell: false }, { failure: stuck, ready: 1 }).failure).toBeUndefined();
});

test("a crash loop is told on while its container runs for a moment", () => {
  const loop = {
    reason: "CrashLoopBackOff",
    message: "it ended",
    pod: "p",
    container: "c",
    restarts: 3,
    exitCode: 1,
  };
  const shown = goingOn({ isUnwell: false, isRecovering: true }, { failure: loop, ready: 1 });
  expect(shown.conditions?.[0]?.reason).toBe("CrashLoopBackOff");
  expect(goingOn({ isUnwell: false }, { failure: loop, ready: 1 }).conditions?.[0]?.reason).toBe("Running");
});

test("each restart is told, and other words about the same are not", () => {
  const looping = (restartCount: number, message: string) =>
    evidence({
      pods: [
        pod({
          phase: "Running",
          containerStatuses: [
            containerStatus({ restartCount, state: { waiting: { reason: "CrashLoopBackOff", message } } }),
          ],
        }),
      ],
    });
  const first = goingOn({ evidence: looping(1, "back-off 10s") });
  expect(first.failure).toMatchObject({ restarts: 1 });
  expect(
    goingOn({ evidence: looping(2, "back-off 20s") }, { failure: first.failure ?? stuck }).failure,
  ).toMatchObject({ restarts: 2 });
});

test("how a pod has failed is told before what another one waits for", () => {
  const pods = [
    pod({
      phase: "Failed",
      containerStatuses: [containerStatus({ state: { terminated: { exitCode: 3 } } })],
    }),
    ...replacement(now).pods.slice(1),
  ];
  expect(
    goingOn({ evidence: evidence({ pods }), ...withStatus({ startTime, active: 1, failed: 2 }) }).failure
      ?.exitCode,
  ).toBe(3);
});

test("what a pod waits for, not how one has ended, nor a deadline, is a standstill", () => {
  expect(isStandstill(stuck)).toBe(true);
  expect(isStandstill({ ...stuck, attempt: 1 })).toBe(false);
  expect(isStandstill({ reason: "DeadlineExceeded", message: "m" })).toBe(false);
});

const loop = {
  reason: "CrashLoopBackOff",
  message: "it ended",
  pod: "p",
  container: "c",
  restarts: 3,
  exitCode: 9,
};
const crashed = { terminated: { exitCode: 9 } };

/** A run that has not begun, past its start deadline; its init container runs. */
function starting(failure: Failure | undefined, lastState: object) {
  const initContainerStatuses = [containerStatus({ name: "c", state: { running: {} }, lastState })];
  const recordedSo = { observedGeneration: 2, run: run(), ...(failure && { failure }) };
  return computeStatus(
    seen({
      task: task({ runs: { startDeadlineSeconds: 30 } }, recordedSo),
      ...withStatus({ startTime, active: 1 }),
      evidence: evidence({ pods: [pod({ initContainerStatuses })] }),
    }),
  ).failure;
}

test("a crash loop is told on while its container runs for a moment, and no longer than its pod is there", () => {
  expect(starting(loop, crashed)).toEqual(loop);
  expect(starting({ ...loop, pod: "another" }, crashed)?.reason).toBe("NotStarted");
  expect(starting(loop, {})?.reason).toBe("NotStarted");
});

test("a crash loop that is over is forgotten, and so is what keeps a run that is suspended or about to succeed", () => {
  expect(goingOn({ isUnwell: false }, { failure: loop, ready: 1 }).failure).toBeUndefined();
  const condition = { type: "SuccessCriteriaMet", status: "True" };
  const ending = withStatus({ startTime, active: 1, conditions: [condition] });
  expect(
    goingOn({ isRecovering: true, isUnwell: false, ...ending }, { failure: loop }).conditions?.[0]?.reason,
  ).toBe("Finishing");
});
