import type { NamespaceGuardrails } from "../../../../src/controllers/policy/namespace-guardrails.ts";
import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import type { BatchTask } from "../../../../src/api/batchtask.ts";
import type { BatchTaskStatus } from "../../../../src/api/status.ts";
import { census } from "../../../../src/controllers/policy/census.ts";
import { guardrailsOf } from "../../../../src/guardrails/guard.ts";
import { policy } from "../../support/policy.ts";
import { task } from "../../support/task.ts";

const source: NamespaceGuardrails = {
  guardrails: () => undefined,
  guardrailsFor: () => undefined,
  matching: () => [],
};

function member(name: string, second: number, status: BatchTaskStatus): BatchTask {
  const made = task({}, status);
  return { ...made, metadata: { ...made.metadata, name, creationTimestamp: `2026-01-01T00:00:0${second}Z` } };
}

const clamped = (policy: string): BatchTaskStatus => ({
  observedGeneration: 2,
  adjustments: [{ field: "spec.backoffLimit", asked: "20", applied: "10", policy, rule: "backoffLimit" }],
});

test("of many adjusted tasks, the five newest are shown, newest first, and of one second by name", async () => {
  const seconds = [3, 9, 1, 7, 7, 5, 2];
  const tasks = seconds.map((second, index) => member(`t${index}`, second, clamped("bounds")));
  const facts = await census(["bounds", "other"], ["team"], tasks, source);
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

test("a refusal goes before a change, a default is neither, and a policy that is gone counts nowhere", async () => {
  const refused: BatchTaskStatus = {
    ...clamped("bounds"),
    violations: [{ field: "spec.x", policy: "bounds", rule: "x", message: "no" }],
  };
  const filledIn: BatchTaskStatus = {
    observedGeneration: 2,
    adjustments: [{ field: "spec.backoffLimit", applied: "3", policy: "bounds", rule: "backoffLimit" }],
  };
  const tasks = [member("a", 1, refused), member("b", 2, filledIn), member("c", 3, clamped("gone"))];
  const facts = await census(["bounds"], ["team"], tasks, source);
  expect(facts.get("bounds")).toMatchObject({
    adjusted: 0,
    rejected: 1,
    recent: [{ task: "team/a", message: "no" }],
  });
  expect([...facts.keys()]).toEqual(["bounds"]);
});

test("namespaces and tasks are counted where a policy holds, and a conflict is told once to both sides", async () => {
  const conflict = { policies: ["bounds", "other"] as [string, string], message: "min against max" };
  const { merged, ...rest } = guardrailsOf([]);
  const source: NamespaceGuardrails = {
    matching: (namespace) => (namespace === "tin" ? [] : [policy("bounds", { rules: {} })]),
    guardrails: () => ({ ...rest, merged: { ...merged, conflicts: [conflict] } }),
    guardrailsFor: () => undefined,
  };
  const away = member("b", 2, { observedGeneration: 2 });
  const tasks = [
    member("a", 1, { observedGeneration: 2 }),
    { ...away, metadata: { ...away.metadata, namespace: "tin" } },
  ];
  const facts = await census(["bounds", "other"], ["team", "empty", "tin"], tasks, source);
  expect(facts.get("bounds")).toMatchObject({ namespaces: 2, matched: 1, conflicts: ["min against max"] });
  expect(facts.get("other")).toMatchObject({ namespaces: 0, matched: 0, conflicts: ["min against max"] });
});

test("to count many tasks leaves the event loop to others", async () => {
  const many = Array<BatchTask>(10_000).fill(task());
  let ended = false;
  const counted = census(["bounds"], ["team"], many, source).then((facts) => {
    ended = true;
    return facts;
  });
  await setImmediate();
  expect(ended).toBe(false);
  expect((await counted).get("bounds")).toMatchObject({ namespaces: 0, matched: 0 });
});

test("who is exempt from rules of a policy is counted once", async () => {
  const granted = { policy: "bounds", rules: ["images"], reason: "a", until: "2026-06-01T00:00:00Z" };
  const exempt = { observedGeneration: 2, exemptions: [granted, { ...granted, rules: ["labels"] }] };
  const tasks = [member("a", 1, exempt), member("b", 2, { observedGeneration: 2 })];
  const facts = await census(["bounds", "other"], ["team"], tasks, source);
  expect(facts.get("bounds")?.exempted).toBe(1);
  expect(facts.get("other")?.exempted).toBe(0);
});
