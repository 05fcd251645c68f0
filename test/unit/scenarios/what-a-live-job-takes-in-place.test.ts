import { expect, test } from "vitest";
import type { BatchTaskSpec } from "../../../src/api/batchtask.ts";
import type { Job } from "../../../src/api/job.ts";
import type { Decision } from "../../../src/controllers/batchtask/decide.ts";
import type { PolicyRules } from "../../../src/api/policy/rules.ts";
import { guard, guardrailsOf } from "../../../src/guardrails/guard.ts";
import { guardLive } from "../../../src/guardrails/live.ts";
import { templateHash } from "../../../src/job/template-hash.ts";
import { decideOn } from "../support/decide.ts";
import { job, run, spec, task } from "../support/task.ts";

const now = Date.parse("2026-01-01T00:00:00Z");

interface Numbers {
  completions: number;
  parallelism: number;
}

const indexed = (numbers: Numbers, more: Partial<BatchTaskSpec> = {}): BatchTaskSpec =>
  spec({ completionMode: "Indexed", ...numbers, ...more });
const of = (completions: number, parallelism: number): Numbers => ({ completions, parallelism });

const COMPLETE: NonNullable<Job["status"]> = {
  conditions: [{ type: "Complete", status: "True", lastTransitionTime: new Date(now).toISOString() }],
};

/** An edit of an Indexed task whose Job has the guarded numbers of before. */
function edited(
  before: Numbers,
  after: Numbers,
  {
    asJob = before,
    guarded = after,
    status = {},
  }: { asJob?: Numbers; guarded?: Numbers; status?: Job["status"] } = {},
): Decision {
  const hash = templateHash(indexed(before));
  const recorded = { observedGeneration: 1, run: run({ jobUID: "job-uid", templateHash: hash }) };
  const live = job({
    spec: { completionMode: "Indexed", suspend: false, ...asJob },
    metadata: { annotations: { "batchtask.dev/template-hash": hash } },
    status,
  });
  return decideOn({ task: task(indexed(after), recorded), job: live, now }, { spec: indexed(guarded) });
}

test.each([
  ["fewer at once", of(3, 3), of(3, 2)],
  ["all at once", of(3, 2), of(3, 3)],
])("parallelism alone is synced and starts no run: %s", (_, before, after) => {
  const { action, next } = edited(before, after);
  expect(next).toBeUndefined();
  expect(action).toMatchObject({ kind: "PatchJob", patch: { spec: { parallelism: after.parallelism } } });
  expect(action).not.toHaveProperty("patch.spec.completions");
});

test.each([
  ["grows", of(3, 3), of(5, 5)],
  ["shrinks", of(5, 5), of(3, 3)],
  ["becomes elastic", of(3, 2), of(5, 5)],
])(
  "a live Indexed Job that %s takes completions and parallelism in place, and tells of it",
  (_, before, after) => {
    const { action, next, run: kept } = edited(before, after);
    const annotations = { "batchtask.dev/template-hash": templateHash(indexed(after)) };
    expect(action).toMatchObject({ kind: "PatchJob", patch: { spec: after, metadata: { annotations } } });
    expect(kept).toMatchObject({ number: 1, templateHash: templateHash(indexed(after)) });
    expect(next).toBeUndefined();
  },
);

/** A run of one spec is under way; then its author asks for another, or a policy changes. */
function changed(ran: BatchTaskSpec, asked: BatchTaskSpec, rules: PolicyRules = {}): Decision {
  const hash = templateHash(ran);
  const recorded = { observedGeneration: 1, run: run({ jobUID: "job-uid", templateHash: hash }) };
  const { template: _, runs: __, ...fields } = guard(ran, guardrailsOf([])).spec;
  const live = job({
    spec: { suspend: false, ...fields },
    metadata: { annotations: { "batchtask.dev/template-hash": hash } },
  });
  const seen = { task: task(asked, recorded), job: live, now };
  const guardrails = guardrailsOf([{ name: "p", mode: "Enforce", rules }]);
  const guarded = guard(asked, guardrails);
  const { spec: kept } = guardLive(asked, live, { guarded, guardrails }) ?? {};
  return decideOn(seen, { spec: guarded.spec, live: kept });
}

test("completions that are edited with something else wait for the next run with it", () => {
  const [container] = spec().template.spec?.containers ?? [];
  const template = {
    spec: { restartPolicy: "Never", containers: [{ name: "main", ...container, image: "other" }] },
  };
  const { next, action, run: kept } = changed(indexed(of(3, 3)), indexed(of(5, 5), { template }));
  expect([next, action.kind]).toEqual(["SpecChanged", "None"]);
  expect(kept.templateHash).toBe(templateHash(indexed(of(3, 3))));
});

test.each([
  ["of any kind", spec(of(100, 50))],
  ["of an Indexed Job", indexed(of(100, 50))],
])("a policy's completions reach no running pod %s", (_, asked) => {
  const { action, next } = changed(asked, asked, { completions: { max: 5 } });
  expect([action.kind, next]).toEqual(["None", undefined]);
});

test("completions that wait for the next run leave the parallelism of this one alone", () => {
  const ran = spec(of(100, 50));
  const { action, next } = changed(ran, spec(of(1, 50)));
  expect([action.kind, next]).toEqual(["None", "SpecChanged"]);
  const fewer = { kind: "PatchJob", patch: { spec: { parallelism: 7 } } };
  expect(changed(ran, spec(of(1, 7))).action).toMatchObject(fewer);
});

test("a Job whose parallelism is raised from 0 is told when: its start deadline counts from then", () => {
  const { action } = changed(spec(of(9, 0)), spec(of(9, 3)));
  const annotations = { "batchtask.dev/unpaused": new Date(now).toISOString() };
  expect(action).toMatchObject({ patch: { spec: { parallelism: 3 }, metadata: { annotations } } });
  expect(changed(spec(of(9, 3)), spec(of(9, 0))).action).not.toHaveProperty("patch.metadata");
});

test("completions that a policy fills in are no edit of an Indexed task", () => {
  const asked = spec({ completionMode: "Indexed", completions: 2 });
  const { completions: _, ...none } = asked;
  const { next, run: kept } = changed(none, none, {
    completions: { default: 2 },
    parallelism: { default: 2 },
  });
  expect(next).toBeUndefined();
  expect(kept.templateHash).toBe(templateHash(none));
});

test("what a live Job can't take becomes a new run: completions that parallelism does not equal", () => {
  expect(edited(of(3, 3), of(5, 3)).next).toBe("SpecChanged");
});

test("what a policy clamps is judged as it is in force: nothing is dropped", () => {
  const { next, action } = edited(of(5, 5), of(6, 6), { asJob: of(5, 2), guarded: of(6, 2) });
  expect([next, action.kind]).toEqual(["SpecChanged", "None"]);
  const inForce = edited(of(3, 3), of(9, 9), { guarded: of(4, 4) });
  expect(inForce).toMatchObject({ action: { kind: "PatchJob", patch: { spec: of(4, 4) } } });
  expect(inForce.next).toBeUndefined();
});

test("after its end a run takes nothing in place", () => {
  expect(edited(of(3, 3), of(5, 5), { status: COMPLETE }).next).toBe("SpecChanged");
});

test("an edit that went into a Job whose creation is not on record is no edit of its run", () => {
  const edit: Partial<BatchTaskSpec> = { completions: 2, runs: { onChange: "Immediately" } };
  const recorded = { observedGeneration: 1, run: run({ templateHash: templateHash(spec()) }) };
  const live = job({
    spec: { parallelism: 1, suspend: false },
    metadata: { annotations: { "batchtask.dev/template-hash": templateHash(spec(edit)) } },
  });
  const decision = decideOn({ task: task(edit, recorded), job: live, now }, { spec: spec(edit) });
  expect([decision.next, decision.action.kind, decision.run.stopping]).toEqual([
    undefined,
    "None",
    undefined,
  ]);
});
