import { expect, test } from "vitest";
import { lateFailure } from "../../../../src/status/failure/late.ts";
import { containerStatus, event, evidence, pod } from "./support/evidence.ts";

const said = {
  reason: "DeadlineExceeded",
  message: "Job was active longer than specified deadline",
  hint: "Raise it.",
};
const startedAt = "2026-01-01T00:00:00Z";
const stopped = { name: "p", deletionTimestamp: "2026-01-01T00:01:30Z", deletionGracePeriodSeconds: 30 };

test.each([
  ["runs still", { running: { startedAt } }],
  [
    "has ended since it was asked to",
    { terminated: { exitCode: 143, startedAt, finishedAt: "2026-01-01T00:01:02Z" } },
  ],
])("the container that %s is what took too long", (_, state) => {
  const found = pod(
    { phase: "Running", containerStatuses: [containerStatus({ state, restartCount: 2 })] },
    { metadata: stopped },
  );
  expect(lateFailure(said, evidence({ pods: [found] }), undefined)).toEqual({
    ...said,
    message: `${said.message}; container main of pod p still ran, since ${startedAt}, on node n, restarted twice`,
    pod: "p",
    node: "n",
    container: "main",
    restarts: 2,
    startedAt,
  });
});

test("a container that had ended before did not take too long, nor does a native sidecar", () => {
  const spec = {
    containers: [{ name: "main" }],
    initContainers: [{ name: "proxy", restartPolicy: "Always" }],
  };
  const found = pod(
    {
      phase: "Running",
      initContainerStatuses: [containerStatus({ name: "proxy", state: { running: { startedAt } } })],
      containerStatuses: [
        containerStatus({
          state: { terminated: { exitCode: 0, startedAt, finishedAt: "2026-01-01T00:00:59Z" } },
        }),
      ],
    },
    { metadata: stopped, spec },
  );
  expect(lateFailure(said, evidence({ pods: [found] }), undefined)).toEqual(said);
});

test("a run that could not start tells why, from what is seen or known", () => {
  const containerStatuses = [
    containerStatus({ state: { waiting: { reason: "ImagePullBackOff", message: "m" } } }),
  ];
  expect(lateFailure(said, evidence({ pods: [pod({ containerStatuses })] }), undefined)).toMatchObject({
    reason: "DeadlineExceeded",
    message: `${said.message}; before: m`,
    pod: "p",
    hint: "Raise it.",
  });
  const known = {
    reason: "CrashLoopBackOff",
    message: "it ended with exit code 1",
    pod: "p",
    container: "c",
  };
  expect(lateFailure(said, evidence({}), known)).toMatchObject({
    reason: "DeadlineExceeded",
    container: "c",
  });
  expect(lateFailure(said, evidence({}), { ...said, pod: "p" }).pod).toBe("p");
  expect(lateFailure(said, evidence({}), undefined)).toEqual(said);
});

test("a pod that has gone since is told by its events", () => {
  const about = (reason: string, message: string) => ({
    ...event(reason, message, "Normal", startedAt),
    involvedObject: { name: "p", fieldPath: "spec.containers{main}" },
    source: { component: "kubelet", host: "n" },
  });
  const podEvents = [about("Started", "Container started"), about("Killing", "Stopping container main")];
  expect(lateFailure(said, evidence({ podEvents }), undefined)).toEqual({
    ...said,
    message: `${said.message}; container main of pod p still ran, since ${startedAt}, on node n`,
    pod: "p",
    node: "n",
    container: "main",
    startedAt,
  });
});
