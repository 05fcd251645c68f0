import { expect, test } from "vitest";
import { hasStarted } from "../../../../src/status/failure/begun.ts";
import { standstillOf } from "../../../../src/status/failure/standstill.ts";
import { containerStatus, event, evidence, pod } from "./support/evidence.ts";

const waiting = (reason: string, message = "m") =>
  pod({ containerStatuses: [containerStatus({ state: { waiting: { reason, message } } })] });

test.each([
  ["an image", evidence({ pods: [waiting("ErrImagePull")] }), "ImagePullBackOff"],
  ["an image, later", evidence({ pods: [waiting("ImagePullBackOff")] }), "ImagePullBackOff"],
  [
    "a key of a ConfigMap",
    evidence({ pods: [waiting("CreateContainerConfigError")] }),
    "CreateContainerConfigError",
  ],
  [
    "no node",
    evidence({
      pods: [
        pod({
          conditions: [
            { type: "PodScheduled", status: "False", reason: "Unschedulable", message: "0/1 nodes" },
          ],
        }),
      ],
    }),
    "Unschedulable",
  ],
  [
    "a volume",
    evidence({
      pods: [waiting("ContainerCreating")],
      podEvents: [event("Scheduled", "", "Normal"), event("FailedMount", "no such ConfigMap")],
    }),
    "FailedMount",
  ],
  [
    "an image of which the kubelet's event comes before the container's state",
    evidence({ pods: [waiting("ContainerCreating")], podEvents: [event("Failed", "Error: ErrImagePull")] }),
    undefined,
  ],
  [
    "a volume, whatever else the kubelet has said since",
    evidence({
      pods: [waiting("ContainerCreating")],
      podEvents: [
        event("FailedMount", "no such ConfigMap"),
        event("Failed", "Error", "Warning", "2026-01-01T00:00:01Z"),
      ],
    }),
    "FailedMount",
  ],
  ["a quota", evidence({ jobEvents: [event("FailedCreate", "exceeded quota")] }), "FailedCreate"],
  [
    "a scheduling gate",
    evidence({
      pods: [
        pod({
          conditions: [{ type: "PodScheduled", status: "False", reason: "SchedulingGated", message: "m" }],
        }),
      ],
    }),
    "SchedulingGated",
  ],
  ["nothing wrong yet", evidence({ pods: [waiting("ContainerCreating")] }), undefined],
  ["nothing known", evidence({}), undefined],
])("what keeps a pod from starting: %s", (_, found, reason) => {
  expect(standstillOf(found)?.reason).toBe(reason);
  expect(hasStarted(found)).toBe(false);
});

const running = (fields: object = {}) =>
  pod({ phase: "Running", containerStatuses: [containerStatus({ state: { running: {} }, ...fields })] });
const about = (reason: string, message: string, fieldPath = "spec.containers{main}") => ({
  ...event(reason, message),
  involvedObject: { name: "p", fieldPath },
});

test.each([
  [
    "a startup probe",
    about("Unhealthy", "Startup probe failed: no", "spec.initContainers{proxy}"),
    "Unhealthy",
    "proxy",
  ],
  ["a liveness probe", about("Unhealthy", "Liveness probe failed: no"), "Unhealthy", "main"],
  ["a node that does not answer", about("NodeNotReady", "Node is not ready", ""), "NodeNotReady", undefined],
  [
    "a readiness probe keeps no Job from going on",
    about("Unhealthy", "Readiness probe failed: no"),
    undefined,
    undefined,
  ],
  ["what kept it from starting is over", about("FailedMount", "no such ConfigMap", ""), undefined, undefined],
])("of a pod that runs events tell: %s", (_, podEvent, reason, container) => {
  const found = standstillOf(evidence({ pods: [running()], podEvents: [podEvent] }));
  expect([found?.reason, found?.container]).toEqual([reason, container]);
});

test("of several pods the one that stands still tells", () => {
  const found = evidence({ pods: [running(), waiting("ImagePullBackOff")] });
  expect(standstillOf(found)?.reason).toBe("ImagePullBackOff");
});

test("a pod that has ended or is being deleted stands still no more", () => {
  const gone = {
    ...waiting("ImagePullBackOff"),
    metadata: { name: "p", deletionTimestamp: "2026-01-01T00:00:00Z" },
  };
  expect(
    standstillOf(evidence({ pods: [gone, { ...waiting("ImagePullBackOff"), status: { phase: "Failed" } }] })),
  ).toBeUndefined();
});

test("a Job that has got a pod since is refused none", () => {
  const refused = event("FailedCreate", "exceeded quota", "Warning", "2026-01-01T00:00:01Z");
  const made = event("SuccessfulCreate", "Created pod: p", "Normal", "2026-01-01T00:00:02Z");
  expect(standstillOf(evidence({ jobEvents: [made, refused] }))).toBeUndefined();
});

test("a container that is killed again and again is told with its probe", () => {
  const loop = running({
    state: { waiting: { reason: "CrashLoopBackOff" } },
    lastState: { terminated: { exitCode: 137, reason: "Error" } },
    restartCount: 3,
  });
  const podEvents = [
    about("Unhealthy", "Liveness probe failed: HTTP 500"),
    { ...about("Killing", "Container main failed liveness probe, will be restarted"), type: "Normal" },
  ];
  const found = standstillOf(evidence({ pods: [loop], podEvents }));
  expect(found).toMatchObject({ reason: "CrashLoopBackOff", exitCode: 137, restarts: 3 });
  expect(found?.message).toContain("its liveness probe failed: Liveness probe failed: HTTP 500");
});

test("what kept a pod from its node, or from its first container, is over once it has it", () => {
  const scheduled = pod({
    containerStatuses: [containerStatus({ state: { waiting: { reason: "PodInitializing" } } })],
  });
  const unplaced = { ...scheduled, spec: { containers: [] } };
  const events = [about("FailedScheduling", "0/1 nodes are available", "")];
  expect(standstillOf(evidence({ pods: [unplaced], podEvents: events }))?.reason).toBe("FailedScheduling");
  expect(standstillOf(evidence({ pods: [scheduled], podEvents: events }))).toBeUndefined();
  const initializing = pod({ initContainerStatuses: [containerStatus({ state: { running: {} } })] });
  const mount = [about("FailedMount", "no such Secret", "")];
  expect(standstillOf(evidence({ pods: [scheduled], podEvents: mount }))?.reason).toBe("FailedMount");
  expect(standstillOf(evidence({ pods: [initializing], podEvents: mount }))).toBeUndefined();
});

test("an event of an earlier trouble is not why a pod is not ready now", () => {
  const since = (lastTransitionTime: string) =>
    pod({
      phase: "Running",
      conditions: [{ type: "Ready", status: "False", lastTransitionTime }],
      containerStatuses: [containerStatus({ state: { running: {} } })],
    });
  const podEvents = [about("NodeNotReady", "Node is not ready", "")];
  expect(standstillOf(evidence({ pods: [since("2026-01-01T00:01:00Z")], podEvents }))?.reason).toBe(
    "NodeNotReady",
  );
  expect(standstillOf(evidence({ pods: [since("2026-01-01T01:00:00Z")], podEvents }))).toBeUndefined();
});

test("a pod that is to go and does not is told, with why", () => {
  const conditions = [
    { type: "DisruptionTarget", status: "True", reason: "DeletionByTaintManager", message: "m" },
  ];
  const metadata = { name: "p", deletionTimestamp: "2026-01-01T00:00:30Z", deletionGracePeriodSeconds: 30 };
  const found = standstillOf(evidence({ pods: [pod({ phase: "Running", conditions }, { metadata })] }));
  expect(found?.reason).toBe("TaintManagerEviction");
  expect(found?.message).toMatch(
    /^is to be gone since 2026-01-01T00:00:00Z and is not: .*taint of its node: m$/,
  );
});

test("how a Job ended is not what keeps its pods from starting", () => {
  expect(standstillOf(evidence({ jobEvents: [event("DeadlineExceeded", "too late")] }))).toBeUndefined();
});
