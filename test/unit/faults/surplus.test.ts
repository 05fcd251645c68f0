import { expect, test } from "vitest";
import { endState } from "../../faults/oracles/end-state.ts";
import type { Fault } from "../../faults/plan/schema.ts";
import type { Evidence } from "../../faults/run/evidence.ts";
import { evidence } from "./evidence.ts";

const restart: Fault = {
  on: { call: { verb: "create", resource: "jobs", nth: 1, times: 1 }, at: "committed" },
  do: { restart: { component: "kube-apiserver", signal: "SIGKILL", awayMs: 1_000 } },
  optional: false,
};

/** One task whose Job wanted one pod; so many succeeded, and so many are told of. */
function world(succeeded: number, told: number, faults: readonly Fault[] = []): Evidence {
  const message = told === 1 ? "1 pod succeeded" : `${told} pods succeeded`;
  const owner = { apiVersion: "batchtask.dev/v1alpha1", kind: "BatchTask", name: "task", uid: "t1" };
  return evidence({
    faults,
    jobs: [
      {
        metadata: {
          name: "task-1",
          uid: "j1",
          labels: { "batchtask.dev/run": "1" },
          ownerReferences: [{ ...owner, controller: true }],
        },
        spec: { completions: 1, template: {} },
        status: { succeeded },
      },
    ],
    tasks: [
      {
        apiVersion: "batchtask.dev/v1alpha1",
        kind: "BatchTask",
        metadata: { namespace: "ns", name: "task", uid: "t1", resourceVersion: "2", generation: 1 },
        spec: { template: {} },
        status: {
          observedGeneration: 1,
          phase: "Succeeded",
          succeeded: told,
          completions: `${told}/1`,
          conditions: [
            {
              type: "Ready",
              status: "True",
              reason: "Succeeded",
              message,
              lastTransitionTime: "2026-01-01T00:00:00Z",
              observedGeneration: 1,
            },
          ],
          run: { number: 1, jobName: "task-1", jobUID: "j1", templateHash: "v1-0", trigger: "Created" },
        },
      },
    ],
  });
}

test("a pod too many of a killed API server's is the Job controller's; a task that tells otherwise is wrong", () => {
  const base = world(1, 1);
  expect(endState(world(2, 2, [restart]), base, "all")).toEqual([]);
  expect(endState(world(2, 1, [restart]), base, "all")).toHaveLength(1);
  expect(endState(world(1, 2, [restart]), base, "all")).toHaveLength(1);
  expect(endState(world(3, 2, [restart]), base, "all")).toHaveLength(2);
  expect(endState(world(2, 2), base, "all")).toHaveLength(2);
});
