import { expect, test } from "vitest";
import type { Pod } from "../../../../src/api/job.ts";
import { containersOfOne } from "../../../../src/cli/view/containers.ts";
import { container, RUNNING } from "../task/support/pods.ts";

const plain = (text: string): string => text;
const style = {
  good: plain,
  bad: (text: string) => `<${text}>`,
  warning: plain,
  faint: plain,
  strong: plain,
};
const page = { style, width: undefined, now: "2026-01-01T00:05:00Z" };
const END = { exitCode: 1, reason: "Error", finishedAt: "2026-01-01T00:04:40Z" };
const DONE = { exitCode: 0, reason: "Completed", finishedAt: "2026-01-01T00:04:00Z" };

const at = (name: string, second: number, ...statuses: ReturnType<typeof container>[]): Pod => ({
  metadata: { name, creationTimestamp: `2026-01-01T00:00:0${second}Z` },
  spec: { containers: statuses.map(({ name }) => ({ name })) },
  status: { phase: "Running", containerStatuses: statuses },
});
const phase = (pod: Pod, phase: string): Pod => ({ ...pod, status: { ...pod.status, phase } });

test("each container with its state, its restarts and its last end; init containers first", () => {
  const pod: Pod = {
    metadata: { name: "report-1-abc" },
    spec: {
      initContainers: [{ name: "fetch" }, { name: "proxy", restartPolicy: "Always" }],
      containers: [{ name: "work" }, { name: "loop" }, { name: "pull" }, { name: "new" }, { name: "odd" }],
    },
    status: {
      phase: "Running",
      initContainerStatuses: [
        container("fetch", { state: { terminated: DONE } }),
        container("proxy", { ...RUNNING, lastState: { terminated: DONE }, restartCount: 1 }),
      ],
      containerStatuses: [
        container("work", { state: { terminated: END } }),
        container("loop", {
          restartCount: 2,
          state: { waiting: { reason: "CrashLoopBackOff" } },
          lastState: { terminated: { exitCode: 137, reason: "OOMKilled" } },
        }),
        container("pull", { state: { waiting: { reason: "ErrImagePull" } } }),
        container("new", {}),
        container("odd", { state: { terminated: { exitCode: 3, finishedAt: "0001-01-01T00:00:00Z" } } }),
      ],
    },
  };
  expect(containersOfOne([pod], page)).toBe(`Containers of report-1-abc
  CONTAINER         STATE                       RESTARTS   LAST END
  fetch (init)      Terminated: Completed       0          exit code 0, 60s ago
  proxy (sidecar)   Running since 5m            1          exit code 0, 60s ago
  work              <Terminated: Error>           0          exit code 1, 20s ago
  loop              Waiting: CrashLoopBackOff   2          exit code 137 (OOMKilled)
  pull              Waiting: ErrImagePull       0          <none>
  new               Waiting                     0          <none>
  odd               <Terminated>                  0          exit code 3
`);
});

test("they are those of the newest pod that has not succeeded, else of the newest one", () => {
  const old = at("old", 1, container("main", RUNNING));
  const recent = at("recent", 2, container("main", RUNNING));
  const done = phase(at("done", 3, container("main", { state: { terminated: DONE } })), "Succeeded");
  const first = phase(at("first", 0, container("main", { state: { terminated: DONE } })), "Succeeded");
  expect(containersOfOne([first, recent, old, done], page)).toContain("Containers of recent\n");
  expect(containersOfOne([done, first], page)).toContain("Containers of done\n");
});

test("nothing of a pod that no node has taken, and where there is no pod", () => {
  const waiting = phase(at("new", 2), "Pending");
  expect(containersOfOne([at("old", 1, container("main", RUNNING)), waiting], page)).toBe("");
  expect(containersOfOne([{ metadata: { name: "new" } }], page)).toBe("");
  expect(containersOfOne([], page)).toBe("");
});

test("what a pod says of itself is harmless", () => {
  const waiting = { reason: "Bad\x1b[2J\nReason" };
  const text = containersOfOne([at("report", 1, container("main", { state: { waiting } }))], page);
  expect(text).toContain("Waiting: Bad Reason ");
});
