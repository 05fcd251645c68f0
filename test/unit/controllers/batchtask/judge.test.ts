import { expect, test } from "vitest";
import { createJudge } from "../../../../src/controllers/batchtask/judge.ts";
import { guard, guardrailsOf } from "../../../../src/guardrails/guard.ts";
import { templateHash } from "../../../../src/job/template-hash.ts";
import { spec } from "../../support/task.ts";

test("a spec is judged once under the same guardrails, and anew under others", () => {
  const judge = createJudge();
  const asked = spec({ backoffLimit: 50 });
  const baseline = guardrailsOf([]);
  const first = judge(asked, baseline);
  expect(first).toMatchObject({ guarded: guard(asked, baseline), hash: templateHash(asked) });
  expect(judge(asked, baseline).guarded).toBe(first.guarded);
  const stricter = guardrailsOf([{ name: "p", mode: "Enforce", rules: { backoffLimit: { max: 1 } } }]);
  expect(judge(asked, stricter).guarded.spec.backoffLimit).toBe(1);
  expect(judge(asked, baseline).guarded).toEqual(first.guarded);
});

test("another spec that reads alike is judged for itself", () => {
  const judge = createJudge();
  const baseline = guardrailsOf([]);
  expect(judge(spec({ backoffLimit: 9 }), baseline).guarded.spec.backoffLimit).toBe(9);
  expect(judge(spec({ backoffLimit: 2 }), baseline).guarded.spec.backoffLimit).toBe(2);
});
