import { expect, test } from "vitest";
import type { BatchTaskSpec } from "../../../../src/api/batchtask.ts";
import type { Job } from "../../../../src/api/job.ts";
import type { BatchTaskStatus, Run } from "../../../../src/api/status.ts";
import { templateHash } from "../../../../src/job/template-hash.ts";
import { decide, end, ended, live, recorded as status } from "../../support/decide.ts";
import { job, spec, task } from "../../support/task.ts";

const hash = templateHash(spec());
const edit: Partial<BatchTaskSpec> = { completions: 2 };

test("a new task: its Job is the record of its first run", () => {
  const decision = decide({ task: task() }, spec());
  expect(decision.action.kind).toBe("CreateJob");
  expect(decision.run).toMatchObject({ number: 1, trigger: "Created", templateHash: hash });
  expect(decision.run).not.toHaveProperty("jobUID");
});

test("a new task that somebody else may have started: the run is recorded, and nothing created", () => {
  const decision = decide({ task: task(), needsRecord: true }, spec());
  expect(decision.action.kind).toBe("None");
  expect(decision.run).toMatchObject({ number: 1, trigger: "Created", templateHash: hash });
  expect(decision.run).not.toHaveProperty("jobUID");
});

test("a recorded run without a Job: the Job is created under the recorded name", () => {
  const { action } = decide({ task: task({}, status({})) }, spec());
  expect(action).toMatchObject({ kind: "CreateJob", job: { metadata: { name: "report-1-abcdef12" } } });
});

test("an edit before the Job exists goes into the same run", () => {
  const { action, run } = decide({ task: task(edit, status({})) }, spec(edit));
  expect(action).toMatchObject({ kind: "CreateJob", job: { spec: { completions: 2 } } });
  expect(run).toMatchObject({ number: 1, templateHash: templateHash(spec(edit)) });
});

test("a Job that vanished before its end is declared lost, never made again", () => {
  expect(decide({ task: task({}, status({ jobUID: "job-uid" })) }, spec()).action.kind).toBe("DeclareLost");
});

test("an ended run whose Job is gone: nothing", () => {
  expect(decide({ task: task({}, status(ended)) }, spec()).action.kind).toBe("None");
});

test("an edit while the Job runs waits", () => {
  const decision = decide({ task: task(edit, status({ jobUID: "job-uid" })), job: live() }, spec(edit));
  expect(decision).toMatchObject({ action: { kind: "None" }, run: { number: 1 }, next: "SpecChanged" });
});

test("an edit after the end records the next run", () => {
  const decision = decide({ task: task(edit, status(ended)) }, spec(edit));
  expect(decision).toMatchObject({ action: { kind: "None" }, run: { number: 2, trigger: "SpecChanged" } });
  expect(decision.run.jobName).not.toBe("report-1-abcdef12");
  expect(decision.run).not.toHaveProperty("completionTime");
});

test("the next run does not take the Job of the run before for its own", () => {
  const finished = job({
    status: {
      conditions: [{ type: "Complete", status: "True", lastTransitionTime: "2026-01-01T00:00:00Z" }],
    },
  });
  const decision = decide({ task: task(edit, status(ended)), job: finished }, spec(edit));
  expect(decision.run.number).toBe(2);
  expect(decision.job).toBeUndefined();
});

test("a task at rest whose hashes were recorded before they had a version: nothing is to be done", () => {
  const old = hash.replace("v1-", "");
  expect(old).not.toBe(hash);
  const annotations = { "batchtask.dev/template-hash": old };
  const goingOn = decide(
    {
      task: task({}, status({ jobUID: "job-uid", templateHash: old })),
      job: job({ spec: { parallelism: 1, suspend: false }, metadata: { annotations } }),
    },
    spec(),
  );
  expect([goingOn.action.kind, goingOn.next, goingOn.run.templateHash]).toEqual(["None", undefined, old]);
  const over = decide({ task: task({}, status({ ...ended, templateHash: old })) }, spec());
  expect([over.action.kind, over.next, over.run.number]).toEqual(["None", undefined, 1]);
});

test("onChange Never: an edit starts nothing", () => {
  const never = { ...edit, runs: { onChange: "Never" as const } };
  expect(decide({ task: task(never, status(ended)) }, spec(never)).run.number).toBe(1);
});

test("an edit of what a Job takes in place is synced, with nothing else in the patch", () => {
  const wanted = spec({ parallelism: 4, suspend: true });
  const { action } = decide(
    { task: task({ parallelism: 4, suspend: true }, status({ jobUID: "job-uid" })), job: live() },
    wanted,
  );
  expect(action).toMatchObject({ kind: "PatchJob", patch: { spec: { parallelism: 4, suspend: true } } });
});

test("a field taken out of spec goes back to Kubernetes' default", () => {
  const { action } = decide(
    { task: task({}, status({ jobUID: "job-uid" })), job: live({ parallelism: 4, suspend: true }) },
    spec(),
  );
  expect(action).toMatchObject({ kind: "PatchJob", patch: { spec: { parallelism: 1, suspend: false } } });
});

test("a suspended Job that still has its start loses it before it is resumed", () => {
  const resumed = task({}, status({ jobUID: "job-uid" }));
  const conditions = [{ type: "Suspended", status: "True" }];
  const kept = { ...live({ suspend: true }), status: { startTime: "2026-01-01T00:00:00Z", conditions } };
  const { action } = decide({ task: resumed, job: kept }, spec());
  expect(action).toMatchObject({
    kind: "ForgetStart",
    otherwise: { kind: "PatchJob", patch: { spec: { suspend: false } } },
  });
  const { startTime: _, ...lost } = kept.status;
  expect(decide({ task: resumed, job: { ...kept, status: lost } }, spec()).action.kind).toBe("PatchJob");
});

test("a Job in a queue of Kueue's keeps its suspend", () => {
  const queued = task({}, status({ jobUID: "job-uid" }));
  const waiting = live({ suspend: true });
  const labels = { ...waiting.metadata?.labels, "kueue.x-k8s.io/queue-name": "q" };
  const inQueue = { ...waiting, metadata: { ...waiting.metadata, labels } };
  expect(decide({ task: queued, job: inQueue }, spec()).action.kind).toBe("None");
});

test("of a finished Job only the TTL is lowered, once its result is recorded", () => {
  const condition = { type: "Complete", status: "True", lastTransitionTime: "2026-01-01T00:00:00Z" };
  const finished = job({
    spec: { parallelism: 9, ttlSecondsAfterFinished: 600 },
    status: { conditions: [condition] },
  });
  const wanted = spec({ ttlSecondsAfterFinished: 0 });
  const running = status({ jobUID: "job-uid" });
  expect(decide({ task: task({}, running), job: finished }, wanted).action.kind).toBe("None");
  expect(decide({ task: task({}, status(ended)), job: finished }, wanted).action).toMatchObject({
    kind: "PatchJob",
    patch: { spec: { ttlSecondsAfterFinished: 0 } },
  });
});

const running = status({ jobUID: "job-uid" });
const immediately = { ...edit, runs: { onChange: "Immediately" as const } };

test("onChange Immediately: the stop is recorded, then the Job deleted, then the next run recorded", () => {
  const first = decide({ task: task(immediately, running), job: live() }, spec(immediately));
  expect(first).toMatchObject({ action: { kind: "None" }, run: { number: 1, stopping: true } });
  const stopping = status({ jobUID: "job-uid", stopping: true });
  const second = decide({ task: task(immediately, stopping), job: live() }, spec(immediately));
  expect(second.action.kind).toBe("DeleteJob");
  const leaving = job({
    spec: { parallelism: 1, suspend: false },
    metadata: { deletionTimestamp: "2026-01-01T00:00:00Z" },
  });
  expect(decide({ task: task(immediately, stopping), job: leaving }, spec(immediately)).action.kind).toBe(
    "None",
  );
  const third = decide({ task: task(immediately, stopping) }, spec(immediately));
  expect(third.run).toMatchObject({ number: 2, trigger: "SpecChanged" });
  expect(third.run).not.toHaveProperty("stopping");
});

test("a run whose pods can't start is replaced by an edit, and one that has begun or done something is not", () => {
  const failure = { reason: "ImagePullBackOff", message: "no such image" };
  const stuck = { ...running, failure };
  const wanted = spec(edit);
  expect(decide({ task: task(edit, stuck), job: live() }, wanted).run.stopping).toBe(true);
  expect(decide({ task: task(edit, running), job: live() }, wanted).run.stopping).toBeUndefined();
  const begun = { ...status({ jobUID: "job-uid", podStartTime: "2026-01-01T00:00:00Z" }), failure };
  expect(decide({ task: task(edit, begun), job: live() }, wanted).run.stopping).toBeUndefined();
  for (const done of [{ ready: 1 }, { failed: 1 }, { succeeded: 1 }]) {
    const busy = { ...live(), status: { active: 1, ...done } };
    expect(decide({ task: task(edit, stuck), job: busy }, wanted).run.stopping).toBeUndefined();
  }
  const never = { ...edit, runs: { onChange: "Never" as const } };
  expect(decide({ task: task(never, stuck), job: live() }, spec(never)).run.stopping).toBeUndefined();
});

test("an edit that is taken back while the run is being stopped still starts the next run", () => {
  expect(decide({ task: task({}, status({ jobUID: "job-uid", stopping: true })) }, spec()).run.number).toBe(
    2,
  );
});

test("a Job that ended while it was to be stopped counts as ended, and is not deleted", () => {
  const finished = job({
    status: {
      conditions: [{ type: "Complete", status: "True", lastTransitionTime: "2026-01-01T00:00:00Z" }],
    },
  });
  const stopping = status({ jobUID: "job-uid", stopping: true });
  expect(decide({ task: task(immediately, stopping), job: finished }, spec(immediately)).action.kind).toBe(
    "None",
  );
});

test("a suspended Job with nothing to lose is replaced at once", () => {
  const suspended = { ...edit, suspend: true };
  expect(
    decide({ task: task(suspended, running), job: live({ suspend: true }) }, spec(suspended)).run.stopping,
  ).toBe(true);
});

const rerun = (value: string, before: BatchTaskStatus) => {
  const subject = task({}, before);
  subject.metadata.annotations = { "batchtask.dev/rerun": value };
  return subject;
};

test("a rerun waits for the run to end, and starts once for each value", () => {
  expect(decide({ task: rerun("1", running), job: live() }, spec())).toMatchObject({
    next: "Rerun",
    run: { number: 1 },
  });
  expect(decide({ task: rerun("1", status(ended)) }, spec()).run).toMatchObject({
    number: 2,
    trigger: "Rerun",
  });
  expect(decide({ task: rerun("1", status(ended, { lastHandledRerun: "1" })) }, spec()).run.number).toBe(1);
  expect(decide({ task: rerun("2", status(ended, { lastHandledRerun: "1" })) }, spec()).run.number).toBe(2);
});

test("a run that ended before its Job did takes the Job with it", () => {
  expect(decide({ task: task({}, status(ended)), job: live() }, spec()).action.kind).toBe("DeleteJob");
});

test("a task goes once its time is over, unless another run is wanted", () => {
  const expiring = { runs: { deleteAfterSeconds: 10 } };
  const subject = task(expiring, status(ended));
  expect(decide({ task: subject }, spec(expiring), { now: end + 9_999 }).action.kind).toBe("None");
  expect(decide({ task: subject }, spec(expiring), { now: end + 10_000 }).action.kind).toBe("DeleteTask");
  const edited = task({ ...expiring, ...edit }, status(ended));
  expect(decide({ task: edited }, spec(edit), { now: end + 10_000 }).run.number).toBe(2);
  expect(
    decide({ task: task(expiring, running), job: live() }, spec(expiring), { now: end + 10_000 }).action.kind,
  ).toBe("None");
});

test.each([
  ["its Job is not at rest", { job: live() }, "DeleteJob"],
  [
    "its Job's TTL is put right",
    {
      job: job({
        spec: { ttlSecondsAfterFinished: 600 },
        status: { conditions: [{ type: "Complete", status: "True" }] },
      }),
    },
    "PatchJob",
  ],
])("what waits for a run that has ended is known while %s", (_, observed, kind) => {
  const guarded = spec({ ...edit, ttlSecondsAfterFinished: 60 });
  const decision = decide({ task: task(edit, status(ended)), ...observed }, guarded);
  expect(decision).toMatchObject({ action: { kind }, run: { number: 1 }, next: "SpecChanged" });
});

test("a Job that vanished after an edit: its loss is not what the task ends with", () => {
  const decision = decide({ task: task(edit, status({ jobUID: "job-uid" })) }, spec(edit));
  expect(decision).toMatchObject({ action: { kind: "DeclareLost" }, next: "SpecChanged" });
});

test("a refused task gets no Job, and says why", () => {
  const { action } = decide({ task: task({}, status({})) }, spec(), { refusal: "too wide" });
  expect(action).toEqual({ kind: "Refuse", problem: "PolicyViolation", message: "too wide" });
});

test("a run whose overrides can't be had gets no Job, and says why", () => {
  const refused = (fields: Partial<Run>) => decide({ task: task({}, status(fields)) }, spec()).action;
  const problem = { kind: "Refuse", problem: "InvalidJob" };
  expect(refused({ invalidOverrides: "no JSON" })).toEqual({ ...problem, message: "no JSON" });
  expect(refused({ overrides: { container: "gone" } })).toMatchObject(problem);
  expect(refused({ overrides: { args: ["--full"] } })).toMatchObject({
    kind: "CreateJob",
    job: { spec: { template: { spec: { containers: [{ args: ["--full"] }] } } } },
  });
});

test("a task that has to wait gets no Job yet", () => {
  const hold = { kind: "Queued", message: "number 2 of 3", position: 2 } as const;
  expect(decide({ task: task({}, status({})) }, spec(), { hold }).action).toEqual({ kind: "Wait", hold });
});

const COMPLETE: NonNullable<Job["status"]> = {
  conditions: [{ type: "Complete", status: "True", lastTransitionTime: new Date(end).toISOString() }],
};

test("a Job whose labels somebody took away gets them back: without them nobody would hear of its end", () => {
  const unlabelled = (status?: Job["status"]): Job =>
    job({
      spec: { parallelism: 1, suspend: false },
      metadata: { labels: { app: "shop" } },
      ...(status && { status }),
    });
  const labels = { "batchtask.dev/name": "report", "batchtask.dev/run": "1" };
  const seen = { task: task({}, { ...running, observedGeneration: 1 }) };
  expect(decide({ ...seen, job: unlabelled() }, spec()).action).toMatchObject({
    kind: "PatchJob",
    patch: { metadata: { labels } },
  });
  expect(decide({ ...seen, job: unlabelled(COMPLETE) }, spec()).action.kind).toBe("None");
});
