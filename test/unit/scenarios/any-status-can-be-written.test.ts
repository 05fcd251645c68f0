import fc from "fast-check";
import { expect, test } from "vitest";
import type { KubeEvent, Pod } from "../../../src/api/job.ts";
import { statusSchema } from "../../../src/api/status.ts";
import { firstRun } from "../../../src/job/new-run.ts";
import { computeStatus } from "../../../src/status/compute-status.ts";
import { job, task } from "../support/task.ts";

const now = "2026-01-01T00:10:00Z";
const startTime = "2026-01-01T00:00:00Z";

const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom("", "-7", "1e9", "0x10", " 7", "99999999999999999999", "NaN", "x".repeat(40_000)),
);
const annotations = fc.record({
  "batch.kubernetes.io/job-completion-index": text,
  "batch.kubernetes.io/job-index-failure-count": text,
});
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const terminated = fc.record(
  { exitCode: int32, signal: int32, reason: text, message: text },
  { requiredKeys: ["exitCode"] },
);
const state = fc.oneof(
  terminated.map((end) => ({ terminated: end })),
  fc.record({ reason: text, message: text }).map((waiting) => ({ waiting })),
);
const pod: fc.Arbitrary<Pod> = fc
  .record({ annotations, state, reason: text, message: text, phase: fc.constantFrom("Pending", "Failed") })
  .map(({ annotations: notes, state: present, reason, message, phase }) => ({
    metadata: { name: "p", annotations: notes },
    spec: { restartPolicy: "Never", containers: [{ name: "main" }] },
    status: {
      phase,
      reason,
      message,
      containerStatuses: [
        { name: "main", image: "", imageID: "", ready: false, restartCount: 0, state: present },
      ],
    },
  }));
const event: fc.Arbitrary<KubeEvent> = fc
  .record({ reason: text, message: text, type: fc.constantFrom("Warning", "Normal") })
  .map((fields) => ({ involvedObject: {}, metadata: {}, ...fields }));
const evidence = fc.record({
  pods: fc.array(pod, { maxLength: 3 }),
  jobEvents: fc.array(event, { maxLength: 3 }),
  podEvents: fc.array(event, { maxLength: 3 }),
});
const ending = fc
  .constantFrom([], ["FailureTarget"], ["Failed"], ["Complete"])
  .map((types) =>
    types.map((type) => ({ type, status: "True", reason: "BackoffLimitExceeded", message: "" })),
  );

test("whatever pods, their annotations and events say, the API server takes the status that follows from it", () => {
  const world = fc.record({
    evidence,
    conditions: ending,
    failed: fc.nat({ max: 3 }),
    rerun: text,
    args: fc.option(fc.array(text)),
    hasJob: fc.boolean(),
    runs: fc.constantFrom({}, { startDeadlineSeconds: 60 }),
  });
  fc.assert(
    fc.property(world, ({ evidence: found, conditions, failed, rerun, args, hasJob, runs }) => {
      const subject = task({ runs });
      subject.metadata.annotations = {
        "batchtask.dev/rerun": rerun,
        "batchtask.dev/rerun-overrides": args ? JSON.stringify({ rerun, args }) : rerun,
      };
      const status = computeStatus({
        task: subject,
        guarded: { spec: subject.spec, adjustments: [], violations: [] },
        run: { ...firstRun(subject), jobUID: "job-uid" },
        ...(hasJob
          ? { job: job({ status: { startTime, active: 1, failed, conditions } }) }
          : { problem: { kind: "ResultLost" as const, message: "gone" } }),
        evidence: found,
        now,
      });
      expect(statusSchema.safeParse(status).error?.issues).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});
