import { expect, test } from "vitest";
import type { BatchTaskSpec } from "../../../src/api/batchtask.ts";
import { guard, guardrailsOf } from "../../../src/guardrails/guard.ts";
import { spec } from "../support/task.ts";

const clamped = guardrailsOf([{ name: "p", mode: "Enforce", rules: { completions: { max: 10 } } }]);
const indexed = (fields: Partial<BatchTaskSpec>) =>
  spec({ completionMode: "Indexed", completions: 100, ...fields });
const rules = (...all: NonNullable<BatchTaskSpec["successPolicy"]>["rules"]) => ({
  successPolicy: { rules: all },
});

test.each<[string, Partial<BatchTaskSpec>, Partial<BatchTaskSpec>]>([
  ["maxFailedIndexes", { backoffLimitPerIndex: 1, maxFailedIndexes: 50 }, { maxFailedIndexes: 10 }],
  ["a count", rules({ succeededCount: 40 }), rules({ succeededCount: 10 })],
  ["indexes", rules({ succeededIndexes: "0,5-20,30" }), rules({ succeededIndexes: "0,5-9" })],
  [
    "a count of indexes",
    rules({ succeededIndexes: "8-20", succeededCount: 5 }),
    rules({ succeededIndexes: "8-9", succeededCount: 2 }),
  ],
  ["one rule of two", rules({ succeededIndexes: "50" }, { succeededCount: 3 }), rules({ succeededCount: 3 })],
  [
    "what fits",
    rules({ succeededIndexes: "0,2-9", succeededCount: 1 }),
    rules({ succeededIndexes: "0,2-9", succeededCount: 1 }),
  ],
])("completions that a policy lowers take with them what counts indexes: %s", (_, asked, applied) => {
  const guarded = guard(indexed(asked), clamped);
  expect(guarded.spec).toMatchObject({ completions: 10, ...applied });
  expect(guard(guarded.spec, clamped).spec).toEqual(guarded.spec);
});

test("a success policy of which nothing is left goes, and is told of", () => {
  const { spec: guarded, adjustments } = guard(indexed(rules({ succeededIndexes: "50-99" })), clamped);
  expect(guarded).not.toHaveProperty("successPolicy");
  expect(adjustments).toContainEqual({
    field: "successPolicy.rules[0].succeededIndexes",
    asked: "50-99",
    applied: "none",
    rule: "completions",
    policy: "p",
  });
});

test.each<[string, Partial<BatchTaskSpec>]>([
  ["no policy lowers anything", { completions: 5, ...rules({ succeededIndexes: "8" }) }],
  [
    "its author was wrong before",
    { completions: 20, maxFailedIndexes: 30, ...rules({ succeededIndexes: "0-30" }) },
  ],
  ["it can't be read", rules({ succeededIndexes: "0..3" })],
])("what counts indexes stays as it is written, for the API server to refuse, where %s", (_, asked) => {
  const { completions: __, ...kept } = asked;
  expect(guard(indexed(asked), clamped).spec).toMatchObject(kept);
});
