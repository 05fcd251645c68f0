import { expect, test } from "vitest";
import { failureOfRun } from "../../../../src/status/failure/failure.ts";
import { job } from "../../support/task.ts";
import { containerStatus, event, evidence, now, pod } from "./support/evidence.ts";

const ended = (exitCode: number, fields: object = {}) =>
  pod({
    phase: "Failed",
    containerStatuses: [containerStatus({ state: { terminated: { exitCode, finishedAt: now, ...fields } } })],
  });
const failed = job({
  status: {
    conditions: [{ type: "Failed", status: "True", reason: "BackoffLimitExceeded", message: "too often" }],
  },
});

test("a failed container: pod, node, container, index, code, signal, message, hint", () => {
  const found = evidence({ pods: [ended(137, { reason: "OOMKilled", message: "out\n" })] });
  const { hint, ...facts } = failureOfRun(failed, found) ?? {};
  expect(hint).toContain("limits.memory");
  expect(facts).toEqual({
    reason: "OOMKilled",
    message: "Container main of pod p ended with exit code 137 (OOMKilled)",
    pod: "p",
    node: "n",
    container: "main",
    index: 7,
    attempt: 1,
    exitCode: 137,
    signal: 9,
    terminationMessage: "out",
  });
});

test("the last container that ended badly tells; those that ended well don't", () => {
  const found = evidence({
    pods: [
      ended(1, { finishedAt: "2026-01-01T00:00:01Z" }),
      ended(3, { finishedAt: "2026-01-01T00:00:02Z" }),
      ended(0, { finishedAt: "2026-01-01T00:00:03Z" }),
    ],
  });
  expect(failureOfRun(failed, found)?.exitCode).toBe(3);
});

test("a container that was restarted in place tells by its last state", () => {
  const restarted = pod({
    phase: "Running",
    containerStatuses: [
      containerStatus({ state: { running: {} }, lastState: { terminated: { exitCode: 2 } } }),
    ],
  });
  expect(failureOfRun(failed, evidence({ pods: [restarted] }))?.exitCode).toBe(2);
});

test("what is known of a container stays where its pod is gone, unless it was the deadline", () => {
  const known = failureOfRun(failed, evidence({ pods: [ended(3)] }));
  expect(failureOfRun(failed, evidence({}), { known })).toEqual(known);
  expect(
    failureOfRun(failed, evidence({}), { known: { reason: "ImagePullBackOff", message: "m" } })?.reason,
  ).toBe("BackoffLimitExceeded");
  const conditions = [{ type: "Failed", status: "True", reason: "DeadlineExceeded", message: "too slow" }];
  expect(failureOfRun(job({ status: { conditions } }), evidence({}), { known })?.reason).toBe(
    "DeadlineExceeded",
  );
});

test("without pods the Job tells", () => {
  expect(failureOfRun(failed, evidence({}))).toEqual({
    reason: "BackoffLimitExceeded",
    message: "too often",
  });
  expect(failureOfRun(job(), evidence({}))).toBeUndefined();
});

test("a sidecar that is stopped after the container that failed is not the cause", () => {
  const end = (name: string, exitCode: number, finishedAt: string) =>
    containerStatus({ name, state: { terminated: { exitCode, finishedAt } } });
  const ended = pod(
    {
      phase: "Failed",
      containerStatuses: [end("main", 42, "2026-01-01T00:00:01Z")],
      initContainerStatuses: [end("proxy", 143, "2026-01-01T00:00:03Z")],
    },
    {
      spec: { containers: [{ name: "main" }], initContainers: [{ name: "proxy", restartPolicy: "Always" }] },
    },
  );
  expect(failureOfRun(job(), evidence({ pods: [ended] }))).toMatchObject({
    container: "main",
    exitCode: 42,
  });
  const [proxy] = ended.status?.initContainerStatuses ?? [];
  const alone = { ...ended, status: { phase: "Failed", initContainerStatuses: proxy ? [proxy] : [] } };
  expect(failureOfRun(job(), evidence({ pods: [alone] }))).toMatchObject({
    container: "proxy",
    exitCode: 143,
  });
});

test("pods of a Job that is deleted or suspended were not deleted from outside", () => {
  const going = pod(
    { phase: "Running" },
    { metadata: { name: "p", deletionTimestamp: "2026-01-01T00:00:30Z" } },
  );
  const found = evidence({ pods: [going] });
  const counted = { status: { failed: 1 } };
  expect(failureOfRun(job(counted), found)?.reason).toBe("PodDeleted");
  expect(failureOfRun(job({ ...counted, spec: { suspend: true } }), found)).toBeUndefined();
  const deleted = { ...job(counted), metadata: { deletionTimestamp: now } };
  expect(failureOfRun(deleted, found)).toBeUndefined();
  const made = { ...event("SuccessfulCreate", "Created pod: q", "Normal") };
  expect(failureOfRun(job(counted), evidence({ jobEvents: [made] }))?.reason).toBe("PodDeleted");
  expect(failureOfRun(deleted, evidence({ jobEvents: [made] }))).toBeUndefined();
  expect(failureOfRun(job(), evidence({ jobEvents: [made] }))).toBeUndefined();
});

test("pods whose failure does not count are told to be ignored, and how many", () => {
  const pods = [ended(7), ended(7), ended(7)];
  const found = evidence({ pods });
  const goingOn = job({ status: { active: 1, failed: 1 } });
  const going = failureOfRun(goingOn, found, { ignores: true });
  expect(going?.message).toMatch(/exit code 7; podFailurePolicy ignores 2 failed pods of this run so far$/);
  for (const [one, ignores] of [
    [job({ status: { failed: 3 } }), true],
    [failed, true],
    // Two that failed at once are counted one after the other.
    [goingOn, false],
  ] as const)
    expect(failureOfRun(one, found, { ignores })?.message).toMatch(/exit code 7$/);
});

test("a crash loop that is known outlives its pod, where the Job only says how often it has tried", () => {
  const known = {
    reason: "CrashLoopBackOff",
    message: "m",
    pod: "p",
    container: "c",
    restarts: 6,
    exitCode: 9,
  };
  expect(failureOfRun(failed, evidence({}), { known })).toEqual(known);
});

test("no word of a pod or an event brings control sequences into the status, hints included", () => {
  const words = 'error looking up service account: serviceaccount "\u001B]0;x\u0007\u001B[2Jevil" not found';
  const found = pod({ phase: "Failed", reason: "Bad\u001B[2J", message: words });
  const told = JSON.stringify(failureOfRun(failed, evidence({ pods: [found] })));
  expect(told).toContain("evil");
  expect(told).not.toMatch(/\\u001b/i);
});
