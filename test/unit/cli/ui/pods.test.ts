import { expect, test } from "vitest";
import { podView } from "../../../../src/cli/ui/pods.ts";

const container = (name: string, state: object) => ({
  name,
  state,
  restartCount: 2,
  ready: false,
  image: "",
  imageID: "",
});

test("each container tells where it is, and why", () => {
  const statuses = [
    container("waits", { waiting: { reason: "ImagePullBackOff" } }),
    container("runs", { running: {} }),
    container("ended", { terminated: { exitCode: 3, reason: "Error" } }),
  ];
  const pod = {
    metadata: { name: "a" },
    spec: { nodeName: "n", containers: [] },
    status: { phase: "Running", containerStatuses: statuses },
  };
  expect(podView(pod)).toEqual({
    name: "a",
    node: "n",
    phase: "Running",
    containers: [
      { name: "waits", state: "Waiting", reason: "ImagePullBackOff", restarts: 2 },
      { name: "runs", state: "Running", restarts: 2 },
      { name: "ended", state: "Terminated", reason: "Error", exitCode: 3, restarts: 2 },
    ],
  });
});

test("a pod that is being deleted says so, and one without a status is pending", () => {
  expect(
    podView({
      metadata: { name: "a", deletionTimestamp: "2026-01-01T00:00:00Z" },
      status: { phase: "Running" },
    }).phase,
  ).toBe("Terminating");
  expect(podView({ metadata: { name: "a" } })).toEqual({ name: "a", phase: "Pending", containers: [] });
});
