import { describe, expect, test } from "vitest";
import type { Pod } from "../../../../src/api/job.ts";
import { podStatus } from "../../../../src/cli/view/pod-status.ts";
import { container, RUNNING } from "../task/support/pods.ts";

type Status = Parameters<typeof container>[1];
interface Scene {
  phase?: string;
  reason?: string;
  deleted?: true;
  /** Conditions that are True. */
  holds?: string[];
  gated?: true;
  init?: Status[];
  /** Of the first init containers, how many are sidecars. */
  sidecars?: number;
  main?: Status[];
}

function pod({ phase = "Running", reason, deleted, holds = [], gated, ...rest }: Scene): Pod {
  const { init = [], main = [], sidecars = 0 } = rest;
  const gate = { type: "PodScheduled", status: "False", reason: "SchedulingGated" };
  return {
    metadata: { name: "report-1-abc", ...(deleted && { deletionTimestamp: "2026-01-01T00:00:00Z" }) },
    spec: {
      initContainers: init.map((_, at) => ({
        name: `init-${at}`,
        ...(at < sidecars && { restartPolicy: "Always" }),
      })),
      containers: main.map((_, at) => ({ name: `main-${at}` })),
    },
    status: {
      phase,
      ...(reason !== undefined && { reason }),
      conditions: [...holds.map((type) => ({ type, status: "True" })), ...(gated ? [gate] : [])],
      initContainerStatuses: init.map((one, at) => container(`init-${at}`, one)),
      containerStatuses: main.map((one, at) => container(`main-${at}`, one)),
    },
  };
}

const waiting = (reason?: string): Status => ({ state: { waiting: reason === undefined ? {} : { reason } } });
const ended = (exitCode: number, reason?: string, signal?: number): Status => ({
  state: { terminated: { exitCode, ...(reason && { reason }), ...(signal && { signal }) } },
});
const DONE = ended(0, "Completed");
const ready: Status = { ...RUNNING, ready: true };
const started: Status = { ...RUNNING, started: true };

/** What printPod of Kubernetes 1.37 prints of such pods; most are cases of its own test, printers_test.go. */
const CASES: Record<string, [word: string, scene: Scene][]> = {
  "the pod alone": [
    ["Pending", { phase: "Pending" }],
    ["Evicted", { phase: "Failed", reason: "Evicted" }],
    ["SchedulingGated", { phase: "Pending", gated: true }],
    ["Unknown", { phase: "" }],
  ],
  "one that is deleted": [
    ["Terminating", { deleted: true, main: [ready] }],
    ["Terminating", { phase: "Pending", deleted: true }],
    ["Unknown", { deleted: true, reason: "NodeLost", main: [ready] }],
    ["Completed", { phase: "Succeeded", deleted: true, main: [DONE] }],
    ["Error", { phase: "Failed", deleted: true, main: [ended(1, "Error")] }],
  ],
  "its containers": [
    ["Running", { main: [ready] }],
    ["ContainerCreating", { phase: "Pending", main: [waiting("ContainerCreating")] }],
    ["CrashLoopBackOff", { main: [ready, waiting("CrashLoopBackOff")] }],
    ["ImagePullBackOff", { main: [waiting("ImagePullBackOff"), ended(1, "Error")] }],
    ["Running", { main: [ready, { ready: true }] }],
    ["Completed", { phase: "Succeeded", main: [DONE] }],
    ["Error", { phase: "Failed", main: [ended(1, "Error")] }],
    ["OOMKilled", { phase: "Failed", main: [ended(137, "OOMKilled")] }],
    ["ExitCode:3", { phase: "Failed", main: [ended(3)] }],
    ["Signal:9", { phase: "Failed", main: [ended(137, undefined, 9)] }],
    ["Pending", { phase: "Pending", main: [waiting()] }],
  ],
  "some of its containers that have completed": [
    ["NotReady", { main: [DONE, ready] }],
    ["Running", { main: [DONE, ready], holds: ["Ready"] }],
    ["Error", { main: [DONE, ended(1, "Error"), ready] }],
    ["Running", { main: [DONE, ended(1, "Error"), ready], holds: ["Ready"] }],
    ["Error", { phase: "Failed", main: [DONE, ended(1, "Error"), ended(2)] }],
    ["Completed", { main: [DONE, RUNNING] }],
    ["podCrash", { phase: "Failed", main: [RUNNING, ended(1, "podCrash"), ended(0)] }],
  ],
  "its init containers": [
    ["Init:0/1", { phase: "Pending", init: [RUNNING], main: [waiting("PodInitializing")] }],
    ["Init:0/2", { phase: "Pending", init: [waiting("PodInitializing"), waiting("PodInitializing")] }],
    ["Init:1/2", { phase: "Pending", init: [DONE, RUNNING], main: [waiting("PodInitializing")] }],
    ["Init:Error", { phase: "Pending", init: [ended(1, "Error")], main: [waiting("PodInitializing")] }],
    ["Init:ExitCode:3", { phase: "Pending", init: [ended(3)] }],
    ["Init:Signal:9", { phase: "Pending", init: [ended(137, "", 9)] }],
    ["Init:CrashLoopBackOff", { phase: "Pending", init: [DONE, waiting("CrashLoopBackOff")] }],
    ["Init:ImagePullBackOff", { phase: "Pending", init: [waiting("ImagePullBackOff")] }],
    ["PodInitializing", { phase: "Pending", init: [DONE], main: [waiting("PodInitializing")] }],
    ["Running", { init: [DONE], main: [ready] }],
    ["Terminating", { phase: "Pending", deleted: true, init: [RUNNING] }],
  ],
  "its native sidecars": [
    ["Init:0/2", { phase: "Pending", sidecars: 2, init: [RUNNING, waiting()], main: [waiting()] }],
    ["Init:1/2", { phase: "Pending", sidecars: 2, init: [started, RUNNING], main: [waiting()] }],
    ["Init:1/2", { phase: "Pending", sidecars: 1, init: [started, RUNNING] }],
    ["Running", { sidecars: 1, init: [started], main: [ready], holds: ["Initialized"] }],
    [
      "Completed",
      { phase: "Succeeded", sidecars: 1, init: [ended(137, "Error")], main: [DONE], holds: ["Initialized"] },
    ],
    ["Init:Error", { phase: "Pending", sidecars: 1, init: [ended(137, "Error")], main: [waiting()] }],
    ["Init:CrashLoopBackOff", { sidecars: 1, init: [waiting("CrashLoopBackOff")], main: [ready] }],
    ["Running", { sidecars: 1, init: [started, DONE], main: [ready] }],
  ],
};

describe.each(Object.entries(CASES))("the word of kubectl get pods tells of %s", (_, cases) => {
  test.each(cases)("%s: %j", (word, scene) => {
    expect(podStatus(pod(scene))).toBe(word);
  });
});

test("of an init container that is started and is no sidecar, the pod still waits", () => {
  expect(podStatus(pod({ phase: "Pending", init: [started] }))).toBe("Init:0/1");
});

test("a sidecar that has failed in a pod that is initialized leaves the word to the containers, where they have one", () => {
  const scene = { sidecars: 1, init: [waiting("CrashLoopBackOff")], holds: ["Initialized"] };
  expect(podStatus(pod({ ...scene, main: [ended(2, "Error")] }))).toBe("Error");
  expect(podStatus(pod({ ...scene, main: [ready] }))).toBe("Init:CrashLoopBackOff");
});

test("a pod without a status is unknown", () => {
  expect(podStatus({})).toBe("Unknown");
});
