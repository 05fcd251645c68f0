import { expect, test } from "vitest";
import type { KubeEvent, Pod } from "../../../../src/api/job.ts";
import { NO_EVIDENCE } from "../../../../src/status/failure/evidence.ts";
import { failureOfRun } from "../../../../src/status/failure/failure.ts";
import { job } from "../../support/task.ts";

const AT = "2026-01-01T00:00:10Z";
const deleted: KubeEvent = {
  reason: "SuccessfulDelete",
  message: "Deleted pod: report-abc",
  involvedObject: { kind: "Job" },
  metadata: {},
  lastTimestamp: AT,
};
const failing = (reason: string) =>
  job({
    status: { failed: 1, conditions: [{ type: "FailureTarget", status: "True", reason, message: "m" }] },
  });

/** Deleted by the Job controller at AT; its container had ended so, or nothing is known of it. */
function pod(exitCode?: number, finishedAt = AT): Pod {
  const terminated = { exitCode: exitCode ?? 0, reason: "StartError", finishedAt };
  return {
    metadata: {
      name: "report-abc",
      uid: "u",
      deletionTimestamp: "2026-01-01T00:00:11Z",
      deletionGracePeriodSeconds: 1,
    },
    spec: { containers: [{ name: "main" }] },
    status: {
      phase: "Running",
      ...(exitCode !== undefined && {
        containerStatuses: [
          { name: "main", image: "i", imageID: "", ready: false, restartCount: 1, state: { terminated } },
        ],
      }),
    },
  };
}
const seen = (pods: Pod[], jobEvents = [deleted]) => ({ ...NO_EVIDENCE, pods, jobEvents });

test("a pod that the Job controller deletes before it says that the Job fails was not deleted from outside", () => {
  const goesOn = job({ status: { active: 1 } });
  expect(failureOfRun(goesOn, seen([pod()], []))?.reason).toBe("PodDeleted");
  expect(failureOfRun(goesOn, seen([pod()]))).toBeUndefined();
});

test("what was told of it before its event was there is told no more", () => {
  const known = failureOfRun(job({ status: { active: 1 } }), seen([pod()], []));
  for (const reason of ["DeadlineExceeded", "BackoffLimitExceeded"])
    expect(failureOfRun(failing(reason), seen([]), { known })).toMatchObject({ reason, message: "m" });
});

test("a container that ended in the second in which its pod was deleted for that is why", () => {
  const told = (...ended: Parameters<typeof pod>) =>
    failureOfRun(failing("BackoffLimitExceeded"), seen([pod(...ended)]));
  expect(told(128)).toMatchObject({ reason: "StartError", exitCode: 128 });
  expect(told(143)?.reason).toBe("BackoffLimitExceeded");
  expect(told(1, "2026-01-01T00:00:20Z")?.reason).toBe("BackoffLimitExceeded");
});

test("a container that had failed and was started again is why, where the Job gave up for it and deleted the pod", () => {
  const again: Pod = pod();
  const failed = { exitCode: 3, reason: "Error", finishedAt: "2026-01-01T00:00:07Z" };
  const restarted = {
    name: "main",
    image: "i",
    imageID: "",
    ready: true,
    restartCount: 1,
    state: { running: { startedAt: "2026-01-01T00:00:09Z" } },
    lastState: { terminated: failed },
  };
  const condition = { type: "FailureTarget", status: "True", reason: "BackoffLimitExceeded", message: "m" };
  const gaveUp = job({ status: { failed: 1, conditions: [{ ...condition, lastTransitionTime: AT }] } });
  const seenAgain = seen([{ ...again, status: { phase: "Running", containerStatuses: [restarted] } }]);
  expect(failureOfRun(gaveUp, seenAgain)).toMatchObject({ reason: "Error", exitCode: 3 });
});
