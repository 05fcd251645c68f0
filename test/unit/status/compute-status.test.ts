import { expect, test } from "vitest";
import type { Job } from "../../../src/api/job.ts";
import { REASONS } from "../../../src/api/reasons.ts";
import { statusSchema } from "../../../src/api/status.ts";
import { guard, guardrailsOf } from "../../../src/guardrails/guard.ts";
import { templateHash } from "../../../src/job/template-hash.ts";
import { computeStatus } from "../../../src/status/compute-status.ts";
import type { StatusInputs } from "../../../src/status/inputs.ts";
import { job, run, task } from "../support/task.ts";
import { condition, now, seen, startTime, withStatus } from "./support/inputs.ts";

/**
 * phase, and the condition types that are True. No other is there but Ready, and those that nobody knows. The table is
 * the contract with kstatus and `kubectl wait`.
 */
const table: [string, Partial<StatusInputs>, string, string[]][] = [
  ["recorded", {}, "Pending", ["Reconciling"]],
  ["created, not started", { job: job() }, "Pending", ["Reconciling"]],
  ["starting", withStatus({ startTime, active: 1 }), "Starting", ["Reconciling"]],
  ["running", withStatus({ startTime, active: 1, ready: 1 }), "Running", ["Reconciling"]],
  ["retrying", withStatus({ startTime, active: 1, failed: 2 }), "Running", ["Reconciling"]],
  [
    "ending well",
    withStatus({ startTime, conditions: [condition("SuccessCriteriaMet")] }),
    "Finishing",
    ["Reconciling"],
  ],
  [
    "ending badly",
    withStatus({ startTime, conditions: [condition("FailureTarget")] }),
    "Finishing",
    ["Reconciling"],
  ],
  [
    "suspended by its author",
    { task: task({ suspend: true }), ...withStatus({ conditions: [condition("Suspended")] }) },
    "Suspended",
    ["Ready"],
  ],
  [
    "held by a queue",
    { job: job({ spec: { suspend: true }, status: { conditions: [condition("Suspended")] } }) },
    "Queued",
    ["Reconciling"],
  ],
  [
    "resumed, and not yet started again",
    { job: job({ spec: { suspend: false }, status: { conditions: [condition("Suspended")] } }) },
    "Pending",
    ["Reconciling"],
  ],
  [
    "complete",
    withStatus({
      startTime,
      completionTime: now,
      succeeded: 1,
      conditions: [condition("SuccessCriteriaMet"), condition("Complete")],
    }),
    "Succeeded",
    ["Ready", "Complete", "Finished"],
  ],
  [
    "failed",
    withStatus({
      startTime,
      failed: 4,
      conditions: [condition("FailureTarget"), condition("Failed", "BackoffLimitExceeded", "too often")],
    }),
    "Failed",
    ["Stalled", "Failed", "Finished"],
  ],
  [
    "refused",
    { problem: { kind: "InvalidJob", message: "spec.x: bad" } },
    "Rejected",
    ["Stalled", "Failed", "Finished"],
  ],
  [
    "forbidden for now",
    { problem: { kind: "CreateForbidden", message: "quota" } },
    "Pending",
    ["Reconciling"],
  ],
  ["name taken", { problem: { kind: "NameCollision", message: "taken" } }, "Pending", ["Reconciling"]],
  ["lost", { problem: { kind: "ResultLost", message: "gone" } }, "Unknown", ["Stalled", "Finished"]],
];

test.each(table)("%s", (_, fields, phase, trueTypes) => {
  const status = computeStatus(seen(fields));
  expect(status.phase).toBe(phase);
  expect(status.conditions?.filter((c) => c.status === "True").map((c) => c.type)).toEqual(trueTypes);
  const others = status.conditions?.filter((c) => c.status !== "True").map((c) => `${c.type} ${c.status}`);
  const unready = trueTypes.includes("Ready") ? [] : ["Ready False"];
  expect(others).toEqual([
    ...unready,
    ...(phase === "Unknown" ? ["Complete Unknown", "Failed Unknown"] : []),
  ]);
  expect(status.conditions?.every((c) => c.observedGeneration === 2 && c.reason in REASONS)).toBe(true);
  expect(status.observedGeneration).toBe(2);
  expect(statusSchema.safeParse(status).error).toBeUndefined();
});

test("a failed Job's reason and message are Ready's", () => {
  const status = computeStatus(
    seen(withStatus({ startTime, conditions: [condition("Failed", "DeadlineExceeded", "too slow")] })),
  );
  expect(status.conditions?.[0]).toMatchObject({
    type: "Ready",
    status: "False",
    reason: "DeadlineExceeded",
    message: "too slow",
  });
  expect(status.run?.completionTime).toBe(now);
  expect(status.duration).toBe("60s");
});

test("an ended run keeps its result when its Job is gone and the task was edited", () => {
  const ended = computeStatus(
    seen(withStatus({ startTime, completionTime: now, succeeded: 1, conditions: [condition("Complete")] })),
  );
  const edited = task({ backoffLimit: 9 }, ended);
  edited.metadata.generation = 5;
  const later = computeStatus(seen({ task: edited, run: ended.run ?? run(), now: "2026-02-01T00:00:00Z" }));
  const stamped = ended.conditions?.map((c) => ({ ...c, observedGeneration: 5 }));
  expect(later).toEqual({ ...ended, observedGeneration: 5, conditions: stamped });
});

test("the look that records the end of a run dates no pod's start: it would come after the end", () => {
  const succeeded = { startTime, completionTime: now, succeeded: 1, conditions: [condition("Complete")] };
  const ended = computeStatus(seen({ ...withStatus(succeeded), now: "2026-01-01T00:02:00Z" }));
  expect(ended.run).not.toHaveProperty("podStartTime");
  const running = computeStatus(seen(withStatus({ startTime, active: 1, ready: 1 })));
  expect(running.run?.podStartTime).toBe(now);
  const after = seen({ run: running.run ?? run(), task: task({}, running), ...withStatus(succeeded) });
  expect(computeStatus(after).run?.podStartTime).toBe(now);
});

test("a task with all defaults that has succeeded has a status of 1,100 bytes at most", () => {
  const guarded = guard(task().spec, guardrailsOf([]));
  const recorded = run({ templateHash: templateHash(task().spec) });
  const metadata = { uid: "0d0f9b53-6a7e-4f0e-9a3c-5a2a1a9a7c11" };
  const seenWith = (status: Job["status"]) => ({ guarded, run: recorded, job: job({ metadata, status }) });
  const running = computeStatus(seen(seenWith({ startTime, active: 1, ready: 1 })));
  const reached = condition("Complete", "CompletionsReached", "Reached expected number of succeeded pods");
  // As Kubernetes leaves it: zeroes stay.
  const end = {
    startTime,
    completionTime: now,
    succeeded: 1,
    ready: 0,
    terminating: 0,
    conditions: [reached],
  };
  const ended = computeStatus(
    seen({ ...seenWith(end), task: task({}, running), run: running.run ?? recorded }),
  );
  expect(ended).toMatchObject({
    phase: "Succeeded",
    run: { podStartTime: now, jobUID: metadata.uid },
    effective: { backoffLimit: 3, resources: [{ limits: { memory: "512Mi" } }] },
  });
  expect(JSON.stringify(ended).length).toBeLessThanOrEqual(1_100);
});

test("the same world gives the same status, whatever the time", () => {
  const first = computeStatus(seen(withStatus({ startTime, active: 1 })));
  const again = computeStatus(
    seen({ task: task({}, first), ...withStatus({ startTime, active: 1 }), now: "2026-03-01T00:00:00Z" }),
  );
  expect(again).toEqual(first);
});

test("a new run starts with a clean status", () => {
  const ended = computeStatus(
    seen(withStatus({ startTime, completionTime: now, succeeded: 1, conditions: [condition("Complete")] })),
  );
  const next = computeStatus(seen({ task: task({}, ended), run: run({ number: 2, jobName: "report-2-x" }) }));
  expect(next.phase).toBe("Pending");
  expect(next).not.toHaveProperty("succeeded");
  expect(next).not.toHaveProperty("duration");
  expect(next.run).not.toHaveProperty("completionTime");
});

test("a task whose edit is due has not finished, though its run has; taken back, it has", () => {
  const end = withStatus({
    startTime,
    failed: 1,
    conditions: [condition("Failed", "BackoffLimitExceeded", "too often")],
  });
  const due = computeStatus(seen({ ...end, next: "SpecChanged" }));
  expect(due).toMatchObject({ phase: "Failed", run: { completionTime: now } });
  expect(due.conditions).toMatchObject([
    { type: "Ready", status: "False", reason: "BackoffLimitExceeded" },
    { type: "Reconciling", status: "True" },
  ]);
  expect(due.conditions).toHaveLength(2);
  const still = computeStatus(seen({ task: task({}, due), run: due.run ?? run(), next: "SpecChanged" }));
  expect(still).toEqual(due);
  const undone = computeStatus(seen({ task: task({}, due), run: due.run ?? run() }));
  expect(undone).toEqual(computeStatus(seen(end)));
});

test("a run that is stopped for the next one keeps why no pod of it could start", () => {
  const failure = { reason: "ImagePullBackOff", message: "no such image" };
  const before = computeStatus(seen({ ...withStatus({ startTime, active: 1 }) }));
  const stopping = run({ stopping: true });
  const stopped = computeStatus(
    seen({
      task: { ...task(), status: { ...before, run: stopping, failure } },
      run: stopping,
      job: job({ status: { startTime, active: 0 } }),
      evidence: { pods: [], jobEvents: [], podEvents: [] },
    }),
  );
  expect([stopped.failure, stopped.conditions?.[0]?.reason]).toEqual([failure, "Replacing"]);
  const next = computeStatus(seen({ task: { ...task(), status: stopped }, run: run({ number: 2 }) }));
  expect(next.history).toMatchObject([{ number: 1, outcome: "Replaced", reason: "ImagePullBackOff" }]);
});
