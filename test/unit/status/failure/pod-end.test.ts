import { expect, test } from "vitest";
import type { Pod } from "../../../../src/api/job.ts";
import { causeAmong, podEnd } from "../../../../src/status/failure/pod-end.ts";
import { job } from "../../support/task.ts";
import { containerStatus, pod } from "./support/evidence.ts";

const at = (second: number): string =>
  new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString().replace(".000Z", "Z");

interface Fields {
  exitCode?: number;
  finished?: number;
  /** When its deletion was asked for, with a grace of 30 s. */
  deleted?: number;
  disrupted?: number;
  phase?: string;
}

function one(name: string, { exitCode, finished = 0, deleted, disrupted, phase = "Failed" }: Fields): Pod {
  const deletion = deleted !== undefined && {
    deletionTimestamp: at(deleted + 30),
    deletionGracePeriodSeconds: 30,
  };
  const conditions =
    disrupted === undefined
      ? []
      : [
          {
            type: "DisruptionTarget",
            status: "True",
            reason: "PreemptionByScheduler",
            lastTransitionTime: at(disrupted),
          },
        ];
  const terminated = exitCode === undefined ? undefined : { exitCode, finishedAt: at(finished) };
  const containerStatuses = [containerStatus({ state: terminated ? { terminated } : { running: {} } })];
  return pod({ phase, conditions, containerStatuses }, { metadata: { name, ...deletion } });
}

const failedAt = (second: number) =>
  job({
    status: {
      conditions: [
        {
          type: "Failed",
          status: "True",
          reason: "BackoffLimitExceeded",
          message: "m",
          lastTransitionTime: at(second),
        },
      ],
    },
  });

test.each<[string, Pod[], string | undefined]>([
  [
    "the last one that failed by itself",
    [one("a", { exitCode: 1, finished: 2 }), one("b", { exitCode: 3, finished: 5 })],
    "b",
  ],
  [
    "not the others, which the Job controller deletes once the run has failed",
    [
      one("a", { exitCode: 3, finished: 5 }),
      one("b", { exitCode: 143, finished: 9, deleted: 6, phase: "Running" }),
    ],
    "a",
  ],
  ["one that was deleted before", [one("a", { exitCode: 137, finished: 9, deleted: 4 })], "a"],
  [
    "one that was preempted, whatever its exit code",
    [one("a", { exitCode: 137, finished: 5, deleted: 4, disrupted: 4 })],
    "a",
  ],
  ["none: they were deleted since", [one("a", { deleted: 8, phase: "Running" })], undefined],
  [
    "none: it succeeded, or goes on",
    [one("a", { exitCode: 0, phase: "Succeeded" }), one("b", { phase: "Running" })],
    undefined,
  ],
])("why a run has failed: %s", (_, pods, name) => {
  expect(causeAmong(failedAt(6), pods)?.pod.metadata?.name).toBe(name);
  expect(causeAmong(failedAt(6), pods.toReversed())?.pod.metadata?.name).toBe(name);
});

test("of a run that tries again, the pod that went last", () => {
  const pods = [one("a", { exitCode: 1, finished: 2 }), one("b", { deleted: 5, phase: "Running" })];
  expect(causeAmong(job(), pods)?.pod.metadata?.name).toBe("b");
});

test("a pod that failed before it was deleted failed by itself", () => {
  expect(podEnd(one("a", { exitCode: 3, finished: 2, deleted: 4 }))?.wasDeleted).toBe(false);
  expect(podEnd(one("a", { exitCode: 143, finished: 6, deleted: 4 }))?.wasDeleted).toBe(true);
});

const restarted = (name: string, second: number, more: object = {}) =>
  pod(
    {
      phase: "Running",
      containerStatuses: [
        containerStatus({
          restartCount: 1,
          state: { running: {} },
          lastState: { terminated: { exitCode: 1, finishedAt: at(second) } },
        }),
      ],
    },
    { metadata: { name, ...more } },
  );

test("a pod that has failed comes before one that goes on with a container that was started again", () => {
  const pods = [restarted("a", 9), one("b", { exitCode: 3, finished: 5 })];
  expect(causeAmong(failedAt(6), pods)?.pod.metadata?.name).toBe("b");
  expect(causeAmong(job(), [restarted("a", 9)])?.pod.metadata?.name).toBe("a");
});

test("a native sidecar that was started again is no matter of a pod that goes on", () => {
  const { containerStatuses: initContainerStatuses } = restarted("a", 9).status ?? {};
  const spec = { containers: [], initContainers: [{ name: "main", restartPolicy: "Always" }] };
  const found = pod({ phase: "Running", ...(initContainerStatuses && { initContainerStatuses }) }, { spec });
  expect(podEnd(found)).toBeUndefined();
});

test("an old restart is not why a pod went that somebody has deleted since", () => {
  const going = { deletionTimestamp: at(50), deletionGracePeriodSeconds: 30 };
  expect(podEnd(restarted("a", 9, going))?.wasDeleted).toBe(true);
  // The Job gave up at second 20 and deleted it.
  expect(podEnd(restarted("a", 9, going), at(20))?.wasDeleted).toBe(false);
});

test("of the pods that were deleted before the run failed the first one is why", () => {
  const pods = [one("b", { deleted: 6, phase: "Running" }), one("a", { deleted: 5, phase: "Running" })];
  expect(causeAmong(failedAt(6), pods)?.pod.metadata?.name).toBe("a");
});

test("a pod that the kubelet has rejected counts from when it was made", () => {
  const rejected = pod(
    { phase: "Failed", reason: "OutOfcpu" },
    { metadata: { name: "b", creationTimestamp: at(20) } },
  );
  expect(causeAmong(failedAt(30), [one("a", { exitCode: 1, finished: 10 }), rejected])?.said?.reason).toBe(
    "OutOfcpu",
  );
});
