import { expect, test } from "vitest";
import type { BatchTask, BatchTaskSpec } from "../../../../src/api/batchtask.ts";
import type { Run } from "../../../../src/api/status.ts";
import { chooseRun, type Judged } from "../../../../src/controllers/batchtask/choose-run.ts";
import { templateHash } from "../../../../src/job/template-hash.ts";
import { ended, live, recorded } from "../../support/decide.ts";
import { notReady } from "../../support/ready.ts";
import { job, spec, task } from "../../support/task.ts";

const EDIT: Partial<BatchTaskSpec> = { completions: 2 };
const edited = spec(EDIT);
const hash = templateHash(spec());
const violation = { field: "f", rule: "r", policy: "p", message: "too wide" };

/** What the policies let pass as it was asked for. */
const passed = (subject: BatchTask): Judged => ({
  hash: templateHash(subject.spec),
  guarded: { spec: subject.spec, adjustments: [], violations: [] },
});

test("a task without a record is at its first run", () => {
  const subject = task(EDIT);
  const chosen = chooseRun(subject, undefined, passed(subject));
  expect(chosen.run).toMatchObject({ number: 1, trigger: "Created", templateHash: templateHash(edited) });
  expect([chosen.next, chosen.guarded]).toEqual([undefined, passed(subject).guarded]);
});

test("a Job that is still to be made is made of the spec as it is now", () => {
  const subject = task(EDIT, recorded({}));
  expect(chooseRun(subject, undefined, passed(subject)).run.templateHash).toBe(templateHash(edited));
});

test.each<[string, Partial<Run>, boolean]>([
  ["was there and is gone", { jobUID: "job-uid" }, false],
  ["the policies refuse", {}, true],
])("one that %s is not", (_, fields, isRefused) => {
  const subject = task(EDIT, recorded(fields));
  const judged = {
    ...passed(subject),
    guarded: { ...passed(subject).guarded, violations: isRefused ? [violation] : [] },
  };
  expect(chooseRun(subject, undefined, judged).run.templateHash).toBe(hash);
});

test("the hash of a Job counts until its UID is on record, and the record alone from then on", () => {
  const annotations = { "batchtask.dev/template-hash": templateHash(edited) };
  const made = job({ metadata: { annotations } });
  const hashWith = (fields: Partial<Run>): string => {
    const subject = task(EDIT, recorded(fields));
    return chooseRun(subject, made, passed(subject)).run.templateHash;
  };
  expect([hashWith({}), hashWith({ jobUID: "job-uid" })]).toEqual([templateHash(edited), hash]);
});

test.each<[string, number, string, boolean]>([
  ["has and tells of", 5, "5", true],
  ["has and does not tell of", 5, "3", false],
  ["only tells of", 3, "5", false],
])(
  "completions that an Indexed Job %s are taken or not, while the record is of before",
  (_, has, tells, isTaken) => {
    const indexed = (completions: number) =>
      spec({ completionMode: "Indexed", completions, parallelism: completions });
    const before = templateHash(indexed(3));
    const annotations = { "batchtask.dev/template-hash": before.replace(/3$/, tells) };
    const complete = { type: "Complete", status: "True" };
    const made = job({
      metadata: { annotations },
      spec: { completionMode: "Indexed", completions: has, parallelism: has },
      status: { conditions: [complete] },
    });
    const subject = task(indexed(5), recorded({ jobUID: "job-uid", templateHash: before }));
    const { run, next } = chooseRun(subject, made, passed(subject));
    const expected = isTaken ? [templateHash(indexed(5)), undefined] : [before, "SpecChanged"];
    expect([run.templateHash, next]).toEqual(expected);
  },
);

test.each<[string, BatchTaskSpec, object, string | undefined]>([
  ["nothing was edited", spec(), {}, undefined],
  ["what a Job takes in place was edited", spec({ parallelism: 3 }), {}, undefined],
  ["something else was edited", edited, {}, "SpecChanged"],
  ["edits start nothing", { ...edited, runs: { onChange: "Never" } }, {}, undefined],
  ["it is asked for", spec(), { "batchtask.dev/rerun": "1" }, "Rerun"],
  ["it is asked for and something was edited", edited, { "batchtask.dev/rerun": "1" }, "SpecChanged"],
])("why another run is wanted where %s", (_, asked, annotations, next) => {
  const subject = task(asked, recorded(ended));
  subject.metadata.annotations = { ...annotations };
  expect(chooseRun(subject, undefined, passed(subject)).next).toBe(next);
});

test("after a refusal any edit counts, and none that was seen", () => {
  const nextAfter = (observedGeneration: number) => {
    const subject = task({}, recorded(ended, { phase: "Rejected", observedGeneration }));
    return chooseRun(subject, undefined, passed(subject)).next;
  };
  expect([nextAfter(1), nextAfter(2)]).toEqual(["SpecChanged", undefined]);
});

test("a run counts as refused by a policy while that is its last word and it had no Job", () => {
  const wasRefused = (reason: string, fields: Partial<Run>) => {
    const subject = task({}, recorded(fields, { conditions: [notReady(reason)] }));
    return chooseRun(subject, undefined, passed(subject)).wasRefused;
  };
  expect(wasRefused("PolicyViolation", {})).toBe(true);
  expect(wasRefused("PolicyViolation", { jobUID: "job-uid" })).toBe(false);
  expect(wasRefused("InvalidJob", {})).toBe(false);
});

const INDEXED = { completionMode: "Indexed", completions: 3, parallelism: 3 } as const;
const GROWN = { ...INDEXED, completions: 5, parallelism: 5 };

/** The Indexed task has grown while its Job runs with three completions. */
function grown(fields: Partial<Run>) {
  const subject = task(
    GROWN,
    recorded({ jobUID: "job-uid", templateHash: templateHash(spec(INDEXED)), ...fields }),
  );
  return { chosen: chooseRun(subject, live(INDEXED), passed(subject)), before: subject.status?.run };
}

test("a live Job that takes the completions belongs to the same run, which is kept as it was before", () => {
  const { chosen, before } = grown({});
  expect(chosen.run).toEqual({ ...before, templateHash: templateHash(spec(GROWN)) });
  expect(chosen).toMatchObject({ takesCompletions: { from: before }, next: undefined });
});

test.each<[string, Partial<Run>]>([
  ["is being stopped", { stopping: true }],
  ["has ended", { completionTime: ended.completionTime }],
])("a run that %s takes nothing", (_, fields) => {
  const { chosen, before } = grown(fields);
  expect(chosen.run).toEqual(before);
  expect(chosen).not.toHaveProperty("takesCompletions");
});

test("completions that a live Job keeps hold for it, and for no run that has ended", () => {
  const kept = { spec: spec({ completions: 100 }), adjustments: [], violations: [] };
  const choose = (fields: Partial<Run>) => {
    const subject = task({}, recorded({ jobUID: "job-uid", ...fields }));
    const judged = passed(subject);
    return { chosen: chooseRun(subject, live(), { ...judged, live: kept }), judged };
  };
  expect(choose({}).chosen).toMatchObject({ guarded: kept, keepsCompletions: true });
  const over = choose({ completionTime: ended.completionTime });
  expect(over.chosen.guarded).toBe(over.judged.guarded);
});

test("an annotation that tells of the completions to which a policy has capped the Job starts no run", () => {
  const asked = spec({ completionMode: "Indexed", completions: 10, parallelism: 2 });
  const capped = { ...asked, completions: 5 };
  const before = templateHash(asked);
  const annotations = { "batchtask.dev/template-hash": before.replace(/10$/, "5") };
  const made = job({
    metadata: { annotations },
    spec: { completionMode: "Indexed", completions: 5, parallelism: 2 },
  });
  const subject = task(asked, recorded({ jobUID: "job-uid", templateHash: before }));
  const judged = { ...passed(subject), guarded: { spec: capped, adjustments: [], violations: [] } };
  const { run, next } = chooseRun(subject, made, judged);
  expect([run.templateHash, next]).toEqual([before, undefined]);
});
