import { expect, test } from "vitest";
import { waiting } from "../../../../src/status/failure/waiting.ts";
import { containerStatus, pod } from "./support/evidence.ts";

const onFailure = { spec: { restartPolicy: "OnFailure", containers: [{ name: "main" }] } };
const ended = { exitCode: 9, reason: "Error", message: "no route to db\n" };

test("a crash loop is told with exit code, restarts and last words, an init container's too", () => {
  const initContainerStatuses = [
    containerStatus({
      name: "wait-db",
      restartCount: 3,
      state: { waiting: { reason: "CrashLoopBackOff", message: "back-off 40s" } },
      lastState: { terminated: ended },
    }),
  ];
  const containerStatuses = [containerStatus({ state: { waiting: { reason: "PodInitializing" } } })];
  expect(waiting(pod({ initContainerStatuses, containerStatuses }))).toEqual({
    reason: "CrashLoopBackOff",
    message: "it ended with exit code 9; started again 3 times so far",
    pod: "p",
    node: "n",
    index: 7,
    container: "wait-db",
    restarts: 3,
    exitCode: 9,
    signal: undefined,
    terminationMessage: "no route to db",
  });
});

test("a container that has ended badly and is about to be started again is in the loop", () => {
  const containerStatuses = [containerStatus({ state: { terminated: ended } })];
  expect(waiting(pod({ phase: "Running", containerStatuses }, onFailure))?.reason).toBe("CrashLoopBackOff");
  const never = { spec: { ...onFailure.spec, restartPolicy: "Never" } };
  expect(waiting(pod({ phase: "Running", containerStatuses }, never))).toBeUndefined();
});

test("one that runs, or is about to, waits for nothing", () => {
  const running = containerStatus({
    state: { running: {} },
    lastState: { terminated: ended },
    restartCount: 2,
  });
  expect(waiting(pod({ phase: "Running", containerStatuses: [running] }, onFailure))).toBeUndefined();
  const creating = containerStatus({ state: { waiting: { reason: "ContainerCreating" } } });
  expect(waiting(pod({ containerStatuses: [creating] }))).toBeUndefined();
});

test("a native sidecar that is stopped once the others have ended is in no loop", () => {
  const spec = {
    restartPolicy: "Never",
    containers: [{ name: "main" }],
    initContainers: [{ name: "proxy", restartPolicy: "Always" }],
  };
  const stopped = containerStatus({ name: "proxy", state: { terminated: { exitCode: 143 } } });
  const found = (state: object) =>
    pod(
      { phase: "Running", initContainerStatuses: [stopped], containerStatuses: [containerStatus({ state })] },
      { spec },
    );
  expect(waiting(found({ terminated: { exitCode: 0 } }))).toBeUndefined();
  expect(waiting(found({ running: {} }))?.reason).toBe("CrashLoopBackOff");
});
