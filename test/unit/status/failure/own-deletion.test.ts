import { expect, test } from "vitest";
import type { KubeEvent, Pod } from "../../../../src/api/job.ts";
import { NO_EVIDENCE } from "../../../../src/status/failure/evidence.ts";
import { failureOfRun } from "../../../../src/status/failure/failure.ts";
import { job } from "../../support/task.ts";
import { containerStatus, event } from "./support/evidence.ts";

const AT = "2026-01-01T00:00:10Z";
const BEFORE = "2026-01-01T00:00:07Z";
const deletionOf = (name: string): KubeEvent =>
  event("SuccessfulDelete", `Deleted pod: ${name}`, "Normal", AT);
const deleted = deletionOf("report-abc");
const failing = (reason: string, spec: object = {}) =>
  job({
    spec,
    status: {
      failed: 1,
      conditions: [{ type: "FailureTarget", status: "True", reason, message: "m", lastTransitionTime: AT }],
    },
  });
const goesOn = job({ status: { active: 1 } });
const ended = (exitCode: number, finishedAt = AT, reason = "Error") => ({
  terminated: { exitCode, reason, finishedAt },
});

/** Deleted by the Job controller at AT; its container is, or was, so, or nothing is known of it. */
function pod(states?: object, restartPolicy = "Never"): Pod {
  return {
    metadata: {
      name: "report-abc",
      uid: "u",
      deletionTimestamp: "2026-01-01T00:00:11Z",
      deletionGracePeriodSeconds: 1,
    },
    spec: { restartPolicy, containers: [{ name: "main" }] },
    status: {
      phase: "Running",
      ...(states && { containerStatuses: [containerStatus({ restartCount: 1, ...states })] }),
    },
  };
}
const seen = (pods: Pod[], jobEvents = [deleted]) => ({ ...NO_EVIDENCE, pods, jobEvents });

test("a pod that the Job controller deletes before it says that the Job fails was not deleted from outside", () => {
  expect(failureOfRun(goesOn, seen([pod()], []))?.reason).toBe("PodDeleted");
  expect(failureOfRun(goesOn, seen([pod()]))).toBeUndefined();
});

test.each(["BackoffLimitExceeded", "PodFailurePolicy", "FailedIndexes", "MaxFailedIndexesExceeded"])(
  "nor was one of a Job that has failed with %s, whatever its containers did when they were told to stop",
  (reason) => {
    for (const states of [undefined, { state: ended(143) }, { state: ended(1, "2026-01-01T00:00:20Z") }])
      expect(failureOfRun(failing(reason), seen([pod(states)]))).toMatchObject({ reason, message: "m" });
  },
);

test("nor one that it deletes since fewer are wanted: the pod that has failed is why", () => {
  const { metadata: _, ...rest } = pod({ state: ended(3, BEFORE) });
  const failed: Pod = {
    ...rest,
    metadata: { name: "report-def", uid: "v" },
    status: { ...rest.status, phase: "Failed" },
  };
  const lowered = job({ spec: { parallelism: 1 }, status: { active: 1, failed: 1 } });
  expect(failureOfRun(lowered, seen([failed, pod()]))).toMatchObject({ reason: "Error", pod: "report-def" });
});

test("what was told of it before its event was there is told no more", () => {
  const known = failureOfRun(goesOn, seen([pod()], []));
  for (const reason of ["DeadlineExceeded", "BackoffLimitExceeded"])
    expect(failureOfRun(failing(reason), seen([]), { known })).toMatchObject({ reason, message: "m" });
});

test("how its container had ended is told on, though its pod has gone since, unless it was stopped", () => {
  const told = (exitCode: number) => {
    const known = failureOfRun(goesOn, seen([pod({ state: ended(exitCode) })], []));
    expect(known).toMatchObject({ reason: "PodDeleted", exitCode });
    return failureOfRun(failing("BackoffLimitExceeded"), seen([]), { known });
  };
  expect(told(3)).toEqual({
    reason: "Error",
    message: "Container main of pod report-abc ended with exit code 3",
    pod: "report-abc",
    container: "main",
    attempt: 1,
    exitCode: 3,
  });
  expect(told(126)?.hint).toContain("not executable");
  for (const stop of [137, 143]) expect(told(stop)?.reason).toBe("BackoffLimitExceeded");
});

test("a container that ended in the second in which its pod was deleted for that is why", () => {
  const told = (state: object) => failureOfRun(failing("BackoffLimitExceeded"), seen([pod({ state })]));
  expect(told(ended(128, AT, "StartError"))).toMatchObject({ reason: "StartError", exitCode: 128 });
  expect(told(ended(137, AT, "OOMKilled"))?.reason).toBe("OOMKilled");
});

test.each<[string, object]>([
  ["and runs", { state: { running: { startedAt: "2026-01-01T00:00:09Z" } } }],
  ["and was stopped within the second", { state: ended(143) }],
  ["and was killed after its grace", { state: ended(137, "2026-01-01T00:00:11Z") }],
])("a container that had failed, was started again %s is why, where the Job gave up for it", (_, state) => {
  const again = pod({ ...state, lastState: ended(3, BEFORE) });
  const why = { reason: "Error", exitCode: 3 };
  expect(failureOfRun(failing("BackoffLimitExceeded"), seen([again]))).toMatchObject(why);
  // Of a run that goes on it was some other time.
  expect(failureOfRun(goesOn, seen([again]))).toBeUndefined();
});

test("without any event the restarts tell, and how the container ended is why", () => {
  const told = (backoffLimit: number, exitCode = 3) => {
    const states = { state: ended(exitCode), lastState: ended(3, BEFORE) };
    const status = failing("BackoffLimitExceeded", { backoffLimit });
    return failureOfRun(
      { ...status, status: { ...status.status, failed: 5 } },
      seen([pod(states, "OnFailure")], []),
    );
  };
  for (const limit of [0, 1])
    for (const exitCode of [3, 143])
      expect(told(limit, exitCode)).toMatchObject({ reason: "Error", exitCode: 3 });
  expect(told(2)?.reason).toBe("PodDeleted");
});

test("nor was a pod that is gone without an event deleted from outside, where restarts are why the Job gave up", () => {
  const made = event("SuccessfulCreate", "Created pod: report-abc", "Normal", BEFORE);
  for (const jobEvents of [[made], []]) {
    const found = { ...seen([], jobEvents), isWhole: true };
    const told = (backoffLimit: number) =>
      failureOfRun(failing("BackoffLimitExceeded", { backoffLimit }), found);
    expect([told(0)?.reason, told(1)?.reason]).toEqual(["PodDeleted", "BackoffLimitExceeded"]);
  }
});
