import { computeStatus } from "../../../src/status/compute-status.ts";
import { expect, test } from "vitest";
import { CONDITION_TYPES } from "../../../src/api/condition.ts";
import type { BatchTaskSpec } from "../../../src/api/batchtask.ts";
import type { Job } from "../../../src/api/job.ts";
import { REASONS } from "../../../src/api/reasons.ts";
import { statusSchema } from "../../../src/api/status.ts";
import { type Evidence, NO_EVIDENCE } from "../../../src/status/failure/evidence.ts";
import type { StatusInputs } from "../../../src/status/inputs.ts";
import { job, run, task } from "../support/task.ts";

const now = "2026-01-01T00:01:00Z";
const startTime = "2026-01-01T00:00:00Z";
const seen = (fields: Partial<StatusInputs> = {}): StatusInputs => {
  const subject = fields.task ?? task();
  return {
    task: subject,
    guarded: { spec: subject.spec, adjustments: [], violations: [] },
    run: run(),
    now,
    ...fields,
  };
};
const condition = (type: string, reason = "", message = "") => ({
  type,
  status: "True",
  reason,
  message,
  lastTransitionTime: now,
});
const withStatus = (status: Job["status"]) => ({ job: job({ status }) });

/** phase, and the condition types that are True. The table is the contract with kstatus and `kubectl wait`. */
const table: [string, Partial<StatusInputs>, string, string[]][] = [
  ["recorded", {}, "Pending", ["Reconciling"]],
  ["created, not started", { job: job() }, "Pending", ["Reconciling"]],
  ["running", withStatus({ startTime, active: 1 }), "Running", ["Reconciling"]],
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
  ["held by a queue", withStatus({ conditions: [condition("Suspended")] }), "Queued", ["Reconciling"]],
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
  expect(status.conditions?.map((c) => c.type)).toEqual([...CONDITION_TYPES]);
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

test.each([
  [{ completions: 10 }, 3, "3/10"],
  [{ completions: 1 }, undefined, "0/1"],
  [{ parallelism: 3 }, 2, "2/1 of 3"],
  [{ parallelism: 1 }, 0, "0/1"],
  [{ completions: 0 }, 0, "0/0"],
])("completions of %j with %s succeeded: %s", (fields, succeeded, text) => {
  const status = computeStatus(
    seen({ job: job({ spec: fields, status: { ...(succeeded !== undefined && { succeeded }) } }) }),
  );
  expect(status.completions).toBe(text);
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

test("an edit that waits is said in Ready's message", () => {
  const status = computeStatus(seen({ ...withStatus({ startTime, active: 1 }), next: "SpecChanged" }));
  expect(status.conditions?.[0]?.message).toBe("1 active; the edited spec runs once this run has ended");
});

test("of a run that is being stopped for the edit it is not said again that the edit comes", () => {
  const stopping = run({ stopping: true });
  const status = computeStatus(
    seen({ ...withStatus({ startTime, active: 1 }), run: stopping, next: "SpecChanged" }),
  );
  expect(status.conditions?.[0]?.message).toBe(
    "The run is being stopped; the next one starts once its pods are gone",
  );
});

test("a task whose edit is due has not finished, though its run has; taken back, it has", () => {
  const end = withStatus({
    startTime,
    failed: 1,
    conditions: [condition("Failed", "BackoffLimitExceeded", "too often")],
  });
  const due = computeStatus(seen({ ...end, next: "SpecChanged" }));
  expect(due).toMatchObject({ phase: "Failed", run: { completionTime: now } });
  expect(due.history?.[0]).toMatchObject({ outcome: "Failed", reason: "BackoffLimitExceeded" });
  expect(due.conditions?.filter(({ status }) => status === "True").map(({ type }) => type)).toEqual([
    "Reconciling",
  ]);
  const still = computeStatus(seen({ task: task({}, due), run: due.run ?? run(), next: "SpecChanged" }));
  expect(still).toEqual(due);
  const undone = computeStatus(seen({ task: task({}, due), run: due.run ?? run() }));
  expect(undone).toEqual(computeStatus(seen(end)));
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

test("a lower historyLimit counts at once, though no run has ended since", () => {
  const ended = computeStatus(
    seen(withStatus({ startTime, completionTime: now, succeeded: 1, conditions: [condition("Complete")] })),
  );
  const [entry] = ended.history ?? [];
  if (!entry) throw new Error("The run has no entry");
  const three = { ...ended, history: [entry, { ...entry, number: 2 }, { ...entry, number: 3 }] };
  const historyAt = (historyLimit: number) =>
    computeStatus(
      seen({
        task: task({ runs: { historyLimit } }, three),
        run: ended.run ?? run(),
      }),
    ).history;
  expect(historyAt(5)).toEqual(three.history);
  expect(historyAt(2)).toEqual(three.history.slice(0, 2));
  expect(historyAt(0)).toBeUndefined();
});

test.each<[string, Partial<BatchTaskSpec>, number | undefined, string]>([
  ["one pod", {}, undefined, "1/1"],
  ["ten indexes", { completions: 10, parallelism: 2 }, 3, "10/10"],
  ["a work queue, whose number nobody knows", { parallelism: 3 }, 1, "1/1 of 3"],
  [
    "a success policy, which wants fewer",
    { completions: 10, successPolicy: { rules: [{ succeededCount: 4 }] } },
    3,
    "3/10",
  ],
])(
  "completions of a run that is known to have succeeded by events alone: %s",
  (_, fields, succeeded, text) => {
    const { completions, parallelism } = fields;
    const live = job({
      spec: Object.keys(fields).length === 0 ? { completions: 1 } : { completions, parallelism },
      status: { startTime, active: 1, ...(succeeded !== undefined && { succeeded }) },
    });
    const going = computeStatus(seen({ task: task(fields), job: live }));
    const lost = (reason: string) =>
      computeStatus(
        seen({
          task: task(fields, going),
          run: going.run ?? run(),
          problem: { kind: "ResultLost", message: "gone" },
          evidence: {
            pods: [],
            podEvents: [],
            jobEvents: [{ involvedObject: {}, metadata: {}, type: "Normal", reason, message: "" }],
          },
        }),
      );
    const known = lost("Completed");
    expect([known.phase, known.completions, known.succeeded]).toEqual(["Succeeded", text, succeeded]);
    const unknown = lost("SuccessfulCreate");
    expect([unknown.phase, unknown.completions]).toEqual(["Unknown", going.completions]);
  },
);

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
  expect(late({}).phase).toBe("Running");
});

test("a paused run does not fail by its start deadline, one that a scheduling gate holds back does", () => {
  expect(late({ evidence: holding("SchedulingGated") }).phase).toBe("Failed");
  expect(late({ evidence: NO_EVIDENCE }, { parallelism: 0 }).phase).toBe("Running");
});

test("after a pause the start deadline counts from its end", () => {
  const unpaused = (at: string) => ({
    job: job({ status: { startTime }, metadata: { annotations: { "batchtask.dev/unpaused": at } } }),
    evidence: NO_EVIDENCE,
  });
  expect(late(unpaused("2026-01-01T00:00:55Z")).phase).toBe("Running");
  expect(late(unpaused("2026-01-01T00:00:50Z")).phase).toBe("Failed");
});

test("what kept pods from starting is forgotten once one runs", () => {
  expect(late({}).failure?.reason).toBe("ImagePullBackOff");
  expect(late({ job: job({ status: { startTime, active: 1, ready: 1 } }) }).failure).toBeUndefined();
});

test("a lost run is not started again, and what was asked for meanwhile is", () => {
  const lost = (next?: "SpecChanged" | "Rerun") =>
    computeStatus(seen({ problem: { kind: "ResultLost", message: "gone" }, next })).conditions?.find(
      ({ type }) => type === "Ready",
    )?.message;
  expect(lost()).toBe(
    "gone; it is not started again. Edit the task, or set the annotation batchtask.dev/rerun, to run it again",
  );
  expect(lost("SpecChanged")).toBe("gone; the run that was asked for meanwhile starts now");
});
