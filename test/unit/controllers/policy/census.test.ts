import type { NamespaceGuardrails } from "../../../../src/controllers/policy/namespace-guardrails.ts";
import { expect, test } from "vitest";
import type { BatchTask } from "../../../../src/api/batchtask.ts";
import type { BatchTaskStatus } from "../../../../src/api/status.ts";
import { census } from "../../../../src/controllers/policy/census.ts";
import { task } from "../../support/task.ts";

const source: NamespaceGuardrails = { guardrails: () => undefined, matching: () => [] };

function member(name: string, second: number, status: BatchTaskStatus): BatchTask {
  const made = task({}, status);
  return { ...made, metadata: { ...made.metadata, name, creationTimestamp: `2026-01-01T00:00:0${second}Z` } };
}

const clamped = (policy: string): BatchTaskStatus => ({
  observedGeneration: 2,
  adjustments: [{ field: "spec.backoffLimit", asked: "20", applied: "10", policy, rule: "backoffLimit" }],
});

test("of many adjusted tasks, the five newest are shown, newest first, and of one second by name", () => {
  const seconds = [3, 9, 1, 7, 7, 5, 2];
  const tasks = seconds.map((second, index) => member(`t${index}`, second, clamped("bounds")));
  const facts = census(["bounds", "other"], ["team"], tasks, source);
  expect(facts.get("bounds")).toMatchObject({ adjusted: 7, rejected: 0 });
  expect(facts.get("bounds")?.recent.map(({ task: key }) => key)).toEqual([
    "team/t1",
    "team/t4",
    "team/t3",
    "team/t5",
    "team/t0",
  ]);
  expect(facts.get("other")).toMatchObject({ adjusted: 0, recent: [] });
});

test("a refusal goes before a change, a default is neither, and a policy that is gone counts nowhere", () => {
  const refused: BatchTaskStatus = {
    ...clamped("bounds"),
    violations: [{ field: "spec.x", policy: "bounds", rule: "x", message: "no" }],
  };
  const filledIn: BatchTaskStatus = {
    observedGeneration: 2,
    adjustments: [{ field: "spec.backoffLimit", applied: "3", policy: "bounds", rule: "backoffLimit" }],
  };
  const tasks = [member("a", 1, refused), member("b", 2, filledIn), member("c", 3, clamped("gone"))];
  const facts = census(["bounds"], ["team"], tasks, source);
  expect(facts.get("bounds")).toMatchObject({
    adjusted: 0,
    rejected: 1,
    recent: [{ task: "team/a", message: "no" }],
  });
  expect([...facts.keys()]).toEqual(["bounds"]);
});
