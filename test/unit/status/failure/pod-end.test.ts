import { expect, test } from "vitest";
import type { Pod } from "../../../../src/api/job.ts";
import { causeAmong, deletionOf, podEnd } from "../../../../src/status/failure/pod-end.ts";
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

test("a deletion was asked for its grace before its time", () => {
  expect(deletionOf(one("a", { deleted: 4 }))).toBe(at(4));
  expect(deletionOf(one("a", {}))).toBeUndefined();
});

test("a pod that failed before it was deleted failed by itself", () => {
  expect(podEnd(one("a", { exitCode: 3, finished: 2, deleted: 4 }))?.wasDeleted).toBe(false);
  expect(podEnd(one("a", { exitCode: 143, finished: 6, deleted: 4 }))?.wasDeleted).toBe(true);
});
