import { expect, test } from "vitest";
import type { Failure } from "../../../../src/api/failure.ts";
import type { Job, Pod, KubeEvent } from "../../../../src/api/job.ts";
import { withLastFailure } from "../../../../src/status/failure/last-failure.ts";
import type { Evidence } from "../../../../src/status/failure/evidence.ts";
import { cut, containerFailure } from "../../../../src/status/failure/failure.ts";
import type { JobProgress } from "../../../../src/job/progress.ts";
import { resultFromEvents } from "../../../../src/status/failure/lost-result.ts";
import { hasStarted, startProblem } from "../../../../src/status/failure/not-started.ts";
import { job } from "../../support/task.ts";

const evidence = (fields: Partial<Evidence>): Evidence => ({
  pods: [],
  jobEvents: [],
  podEvents: [],
  ...fields,
});
const now = "2026-01-01T00:00:00Z";
const event = (reason: string, message: string, type = "Warning", lastTimestamp = now): KubeEvent => ({
  involvedObject: {},
  metadata: {},
  reason,
  message,
  type,
  lastTimestamp,
});
const status = (fields: object) => ({
  name: "main",
  image: "",
  imageID: "",
  ready: false,
  restartCount: 0,
  ...fields,
});
const pod = (fields: Partial<NonNullable<Pod["status"]>>, more: Partial<Pod> = {}): Pod => ({
  metadata: { name: "p", annotations: { "batch.kubernetes.io/job-completion-index": "7" } },
  spec: { nodeName: "n", containers: [{ name: "main" }] },
  status: { phase: "Pending", ...fields },
  ...more,
});
const waiting = (reason: string, message = "m") =>
  pod({ containerStatuses: [status({ state: { waiting: { reason, message } } })] });

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
    "a scheduling gate is no problem",
    evidence({
      pods: [
        pod({
          conditions: [{ type: "PodScheduled", status: "False", reason: "SchedulingGated", message: "m" }],
        }),
      ],
    }),
    undefined,
  ],
  ["nothing wrong yet", evidence({ pods: [waiting("ContainerCreating")] }), undefined],
  ["nothing known", evidence({}), undefined],
])("what keeps a pod from starting: %s", (_, found, reason) => {
  expect(startProblem(found)?.reason).toBe(reason);
  expect(hasStarted(found)).toBe(false);
});

test.each(["Running", "Succeeded", "Failed"])("a pod that is %s has started", (phase) => {
  expect(hasStarted(evidence({ pods: [waiting("ImagePullBackOff"), pod({ phase })] }))).toBe(true);
});

const ended = (exitCode: number, fields: object = {}) =>
  pod({
    phase: "Failed",
    containerStatuses: [status({ state: { terminated: { exitCode, finishedAt: now, ...fields } } })],
  });
const failed = job({
  status: {
    conditions: [{ type: "Failed", status: "True", reason: "BackoffLimitExceeded", message: "too often" }],
  },
});

test("a failed container: pod, node, container, index, code, signal, message, hint", () => {
  const found = evidence({ pods: [ended(137, { reason: "OOMKilled", message: "out\n" })] });
  const { hint, ...facts } = containerFailure(failed, found) ?? {};
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
  expect(containerFailure(failed, found)?.exitCode).toBe(3);
});

test("a container that was restarted in place tells by its last state", () => {
  const restarted = pod({
    phase: "Running",
    containerStatuses: [status({ state: { running: {} }, lastState: { terminated: { exitCode: 2 } } })],
  });
  expect(containerFailure(failed, evidence({ pods: [restarted] }))?.exitCode).toBe(2);
});

const exit = (exitCode: number) => ({ terminated: { exitCode } });
const inPlace: Partial<Pod> = { spec: { restartPolicy: "OnFailure", containers: [{ name: "main" }] } };
const counted: Partial<Pod> = {
  metadata: { annotations: { "batch.kubernetes.io/job-index-failure-count": "2" } },
};

test.each<[string, { container: object; more?: Partial<Pod>; status?: Job["status"] }, number]>([
  ["of a Job's only pod", { container: { state: exit(3) } }, 1],
  ["of a Job with failed pods", { container: { state: exit(3) }, status: { failed: 3 } }, 3],
  [
    "of one that is yet to be counted",
    { container: { state: exit(3) }, status: { failed: 3, uncountedTerminatedPods: { failed: ["uid"] } } },
    4,
  ],
  [
    "of an index that is counted for itself",
    { container: { state: exit(3) }, more: counted, status: { failed: 9 } },
    3,
  ],
  [
    "in place, ended",
    { container: { state: exit(3), restartCount: 2 }, more: inPlace, status: { failed: 1 } },
    3,
  ],
  [
    "in place, started again",
    { container: { state: { running: {} }, lastState: exit(3), restartCount: 2 }, more: inPlace },
    2,
  ],
  [
    "in place, ended well since",
    { container: { state: exit(0), lastState: exit(3), restartCount: 2 }, more: inPlace },
    2,
  ],
])("which attempt it was: %s", (_, { container, more, status: jobStatus = {} }, attempt) => {
  const found = evidence({ pods: [pod({ containerStatuses: [status(container)] }, more)] });
  expect(containerFailure(job({ status: jobStatus }), found)).toMatchObject({ exitCode: 3, attempt });
});

test("what is known of a container stays where its pod is gone, unless it was the deadline", () => {
  const known = containerFailure(failed, evidence({ pods: [ended(3)] }));
  expect(containerFailure(failed, evidence({}), known)).toEqual(known);
  expect(containerFailure(failed, evidence({}), { reason: "ImagePullBackOff", message: "m" })?.reason).toBe(
    "BackoffLimitExceeded",
  );
  const conditions = [{ type: "Failed", status: "True", reason: "DeadlineExceeded", message: "too slow" }];
  expect(containerFailure(job({ status: { conditions } }), evidence({}), known)?.reason).toBe(
    "DeadlineExceeded",
  );
});

test("without pods the Job tells", () => {
  expect(containerFailure(failed, evidence({}))).toEqual({
    reason: "BackoffLimitExceeded",
    message: "too often",
  });
  expect(containerFailure(job(), evidence({}))).toBeUndefined();
});

test("a log that serves as termination message stays out of the status", () => {
  const containers = [{ name: "main", terminationMessagePolicy: "FallbackToLogsOnError" }];
  const found = { ...ended(1, { message: "a line of the log" }), spec: { containers } };
  expect(containerFailure(failed, evidence({ pods: [found] }))).not.toHaveProperty("terminationMessage");
});

test("a long termination message is cut to 4 KiB between characters", () => {
  const text = cut("ü".repeat(4000));
  expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(4096);
  expect(text).toMatch(/^ü+…$/);
  expect(cut("short")).toBe("short");
});

test.each([
  [[event("SuccessfulCreate", "", "Normal"), event("Completed", "Job completed", "Normal")], "Succeeded"],
  [[event("BackoffLimitExceeded", "too often")], "Failed"],
  [[event("FailedCreate", "quota")], undefined],
  [[], undefined],
])("the end of a vanished Job from its events", (events, phase) => {
  expect(resultFromEvents(events)?.phase).toBe(phase);
});

const ending = { phase: "Failed", reason: "BackoffLimitExceeded", message: "too often" } as const;
const known = { reason: "Error", message: "Container main ended with exit code 3", pod: "p", exitCode: 3 };
test.each<[string, JobProgress, Failure | undefined, string]>([
  ["a container", ending, known, "Container main ended with exit code 3; too often"],
  [
    "a container of which is known what to do",
    ending,
    { ...known, hint: "Need less." },
    "Container main ended with exit code 3 — Need less; too often",
  ],
  ["nobody knows", ending, undefined, "too often"],
  ["the Job's own words", ending, { reason: "BackoffLimitExceeded", message: "too often" }, "too often"],
  ["a deadline", { ...ending, reason: "DeadlineExceeded" }, known, "too often"],
  ["a pod that the Job names", { ...ending, message: "p was bad" }, known, "p was bad"],
  [
    "a retry",
    { ...ending, phase: "Running", message: "1 active, 1 failed" },
    known,
    "1 active, 1 failed; last failure: Container main ended with exit code 3",
  ],
])("the cause of a failed run in its message: %s", (_, progress, failure, message) => {
  expect(withLastFailure(progress, failure)).toEqual({ ...progress, message });
});

test("a sidecar that is stopped after the container that failed is not the cause", () => {
  const end = (name: string, exitCode: number, finishedAt: string) =>
    status({ name, state: { terminated: { exitCode, finishedAt } } });
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
  expect(containerFailure(job(), evidence({ pods: [ended] }))).toMatchObject({
    container: "main",
    exitCode: 42,
  });
  const [proxy] = ended.status?.initContainerStatuses ?? [];
  const alone = { ...ended, status: { initContainerStatuses: proxy ? [proxy] : [] } };
  expect(containerFailure(job(), evidence({ pods: [alone] }))).toMatchObject({
    container: "proxy",
    exitCode: 143,
  });
});
