import { expect, test } from "vitest";
import type { Pod } from "../../../../src/api/job.ts";
import { isPastBackoffLimit } from "../../../../src/status/failure/past-backoff-limit.ts";
import { job } from "../../support/task.ts";
import { containerStatus, now, pod } from "./support/evidence.ts";

const gaveUp = (backoffLimit: number | undefined, failed: number, reason = "BackoffLimitExceeded") =>
  job({
    spec: backoffLimit === undefined ? {} : { backoffLimit },
    status: { failed, conditions: [{ type: "Failed", status: "True", reason }] },
  });

/** Restarts of its containers, the init container's first. */
function restarted(
  [init = 0, ...own]: number[],
  fields: { phase?: string; never?: boolean; deleted?: boolean } = {},
): Pod {
  const status = (restartCount: number) => containerStatus({ restartCount });
  return pod(
    {
      phase: fields.phase ?? "Running",
      initContainerStatuses: [status(init)],
      containerStatuses: own.map(status),
    },
    {
      metadata: { name: "p", ...(fields.deleted && { deletionTimestamp: now }) },
      spec: { restartPolicy: fields.never ? "Never" : "OnFailure", containers: [] },
    },
  );
}

test("the restarts of all containers together reach the limit; of none that is allowed, one does", () => {
  const many = gaveUp(3, 9);
  expect(isPastBackoffLimit(many, [restarted([1, 1]), restarted([0, 1])])).toBe(true);
  expect(isPastBackoffLimit(many, [restarted([1, 1])])).toBe(false);
  expect(isPastBackoffLimit(gaveUp(0, 9), [restarted([0, 1])])).toBe(true);
  expect(isPastBackoffLimit(gaveUp(0, 9), [restarted([0, 0])])).toBe(false);
});

test.each<[string, Parameters<typeof restarted>[1], boolean]>([
  ["goes on", {}, true],
  ["has yet to run", { phase: "Pending" }, true],
  ["failed once it was deleted", { phase: "Failed", deleted: true }, true],
  ["failed by itself", { phase: "Failed" }, false],
  ["succeeded", { phase: "Succeeded", deleted: true }, false],
  ["is started again by nobody but its sidecars", { never: true }, false],
])("whether the restarts of a pod count that %s", (_, fields, counts) => {
  expect(isPastBackoffLimit(gaveUp(1, 9), [restarted([1, 0], fields)])).toBe(counts);
});

test("a Job that gave up though no more pods failed than it allows did so for restarts, its pods there or gone", () => {
  expect(isPastBackoffLimit(gaveUp(1, 1), [])).toBe(true);
  expect(isPastBackoffLimit(gaveUp(1, 2), [])).toBe(false);
  const uncounted = { failed: ["u", "v"] };
  const behind = gaveUp(1, 0);
  expect(
    isPastBackoffLimit({ ...behind, status: { ...behind.status, uncountedTerminatedPods: uncounted } }, []),
  ).toBe(false);
});

test("a Job that goes on does so once its pods tell; one that failed for something else, or whose limit is not known, never", () => {
  const pods = [restarted([0, 1])];
  const goesOn = job({ spec: { backoffLimit: 1 }, status: { failed: 0 } });
  expect([isPastBackoffLimit(goesOn, pods), isPastBackoffLimit(goesOn, [])]).toEqual([true, false]);
  expect(isPastBackoffLimit(gaveUp(1, 1, "DeadlineExceeded"), pods)).toBe(false);
  expect(isPastBackoffLimit(gaveUp(undefined, 0), pods)).toBe(false);
});
