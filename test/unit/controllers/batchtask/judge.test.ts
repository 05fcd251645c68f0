import { expect, test } from "vitest";
import { createJudge, MOST_JUDGEMENTS } from "../../../../src/controllers/batchtask/judge.ts";
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

test("the judgement of a task that nothing has happened to for long is not kept", () => {
  const judge = createJudge();
  const baseline = guardrailsOf([]);
  const [busy, resting] = [spec(), spec()];
  const first = { busy: judge(busy, baseline).guarded, resting: judge(resting, baseline).guarded };
  for (let n = 0; n < MOST_JUDGEMENTS; n += 1) {
    judge(spec(), baseline);
    if (n % 100 === 0) judge(busy, baseline);
  }
  expect(judge(busy, baseline).guarded).toBe(first.busy);
  expect(judge(resting, baseline).guarded).not.toBe(first.resting);
  expect(judge(resting, baseline).guarded).toEqual(first.resting);
});
