import { expect, test } from "vitest";
import { computeStatus } from "../../../../src/status/compute-status.ts";
import { type Evidence, NO_EVIDENCE } from "../../../../src/status/failure/evidence.ts";
import type { StatusInputs } from "../../../../src/status/inputs.ts";
import { job, run, task } from "../../support/task.ts";
import { now, seen, startTime, withStatus } from "../support/inputs.ts";

/** A run that has waited for its first pod beyond its deadline, and was known to pull an image. */
function late(fields: Partial<StatusInputs>, spec: object = {}): ReturnType<typeof computeStatus> {
  const recorded = {
    observedGeneration: 2,
    run: run(),
    failure: { reason: "ImagePullBackOff", message: "m" },
  };
  const subject = task({ runs: { startDeadlineSeconds: 10 } }, recorded);
  return computeStatus(
    seen({ task: subject, job: job({ spec, status: { startTime, active: 1 } }), ...fields }),
  );
}

const holding = (reason: string): Evidence => ({
  ...NO_EVIDENCE,
  pods: [
    {
      metadata: { name: "p" },
      status: { phase: "Pending", conditions: [{ type: "PodScheduled", status: "False", reason }] },
    },
  ],
});

test("a run fails by its start deadline when a look shows that no pod runs, and not on old knowledge", () => {
  expect(late({ evidence: holding("Unschedulable") }).phase).toBe("Failed");
  expect(late({}).phase).toBe("Starting");
});

test("a run that somebody holds does not fail by its start deadline: paused, or by a scheduling gate", () => {
  const gated = late({ evidence: holding("SchedulingGated") });
  expect([gated.phase, gated.conditions?.[0]?.reason]).toEqual(["Starting", "SchedulingGated"]);
  expect(late({ evidence: NO_EVIDENCE }, { parallelism: 0 }).phase).toBe("Starting");
});

test("after the last gate the start deadline counts from its end", () => {
  const heldUntil = Date.parse(now) - 9_000;
  expect(late({ evidence: holding("Unschedulable"), heldUntil }).phase).toBe("Starting");
  expect(late({ evidence: holding("Unschedulable"), heldUntil: heldUntil - 1_000 }).phase).toBe("Failed");
});

test("after a pause the start deadline counts from its end", () => {
  const unpaused = (at: string) => ({
    job: job({ status: { startTime }, metadata: { annotations: { "batchtask.dev/unpaused": at } } }),
    evidence: NO_EVIDENCE,
  });
  expect(late(unpaused("2026-01-01T00:00:55Z")).phase).toBe("Starting");
  expect(late(unpaused("2026-01-01T00:00:50Z")).phase).toBe("Failed");
});

test("what kept pods from starting is forgotten once one runs", () => {
  expect(late({}).failure?.reason).toBe("ImagePullBackOff");
  expect(late({ job: job({ status: { startTime, active: 1, ready: 1 } }) }).failure).toBeUndefined();
});

test("what keeps a run from starting stays said while nobody asks again, and not once it is suspended", () => {
  const condition = { type: "PodScheduled", status: "False", reason: "Unschedulable", message: "0/1 nodes" };
  const evidence = {
    pods: [{ status: { phase: "Pending", conditions: [condition] } }],
    jobEvents: [],
    podEvents: [],
  };
  const stuck = computeStatus(seen({ ...withStatus({ startTime, active: 1 }), evidence }));
  expect(stuck.conditions?.[0]?.reason).toBe("Unschedulable");
  expect(computeStatus(seen({ task: task({}, stuck), ...withStatus({ startTime, active: 1 }) }))).toEqual(
    stuck,
  );
  const suspended = computeStatus(
    seen({
      task: task({ suspend: true }, stuck),
      ...withStatus({
        conditions: [{ ...condition, type: "Suspended", status: "True", lastTransitionTime: now }],
      }),
    }),
  );
  expect(suspended.conditions?.[0]?.reason).toBe("Suspended");
});
