import { expect, test } from "vitest";
import { limitsOf, lineOf } from "../../../../../src/controllers/batchtask/concurrency/limits.ts";
import type { PolicyRules } from "../../../../../src/api/policy/rules.ts";
import { guardrailsOf } from "../../../../../src/guardrails/guard.ts";
import { spec, task } from "../../../support/task.ts";

const merged = (...rules: PolicyRules[]) =>
  guardrailsOf(
    rules.map((rules, index) => ({ name: `p${index}`, mode: "Enforce", rules })),
    { "example.com/team": "gold" },
  ).merged;
const perTeam = (max: number): PolicyRules => ({ maxActivePerLabel: [{ label: "team", max }] });

function labelled(own?: string, template?: string) {
  const made = task();
  const { template: pod } = spec();
  const labels = template === undefined ? {} : { labels: { team: template } };
  return {
    ...made,
    metadata: { ...made.metadata, ...(own !== undefined && { labels: { team: own } }) },
    spec: { ...made.spec, template: { ...pod, metadata: labels } },
  };
}

test("without a rule or a group there is no limit", () => {
  expect(limitsOf(labelled("red"), merged())).toEqual([]);
  expect(limitsOf(task(), undefined)).toEqual([]);
});

test("the namespace's, those of the labels of each policy, and the task's own group hold together", () => {
  const made = task({ runs: { concurrencyGroup: "nightly" } });
  const all = merged({ maxActivePerNamespace: 9, ...perTeam(5) }, perTeam(3));
  const limits = limitsOf({ ...made, metadata: { ...made.metadata, labels: { team: "red" } } }, all);
  expect(limits.map(({ max, of }) => ({ max, ...of }))).toEqual([
    { max: 9, kind: "Namespace", policy: "p0" },
    { max: 5, kind: "Label", policy: "p0", label: "team", value: "red" },
    { max: 3, kind: "Label", policy: "p1", label: "team", value: "red" },
    { max: 1, kind: "ConcurrencyGroup", name: "nightly" },
  ]);
  expect(new Set(limits.map(({ id }) => id)).size).toBe(4);
});

const FROM_NAMESPACE: PolicyRules = { labels: { fromNamespace: { team: "example.com/team" } } };

test.each<[string, ReturnType<typeof labelled>, PolicyRules, string | undefined]>([
  ["the task's own", labelled("red"), {}, "red"],
  ["the pods' before the task's own", labelled("red", "blue"), {}, "blue"],
  [
    "an injected one before both",
    labelled("red", "blue"),
    { labels: { inject: { team: "green" } } },
    "green",
  ],
  ["the namespace's before the task's own", labelled("red"), FROM_NAMESPACE, "gold"],
  ["the pods' before the namespace's", labelled(undefined, "blue"), FROM_NAMESPACE, "blue"],
  ["none", labelled(), {}, undefined],
  ["one without a value, which is none", labelled("", ""), {}, undefined],
])("the label that counts: %s", (_, made, rules, value) => {
  const found = limitsOf(made, merged({ ...perTeam(1), ...rules })).flatMap(({ of }) =>
    of.kind === "Label" ? of.value : [],
  );
  expect(found).toEqual(value === undefined ? [] : [value]);
});

test("tasks of two namespaces share the limit of a label, and neither that of a namespace nor that of a group", () => {
  const all = merged({ maxActivePerNamespace: 9, ...perTeam(5) });
  const made = labelled("red");
  const here = { ...made, spec: { ...made.spec, runs: { concurrencyGroup: "nightly" } } };
  const there = { ...here, metadata: { ...here.metadata, namespace: "other" } };
  const shared = new Set(limitsOf(here, all).map(({ id }) => id));
  expect(limitsOf(there, all).map(({ id }) => shared.has(id))).toEqual([false, true, false]);
});

test("namespaces with a limit of labels stand in one line, each other one in its own", () => {
  expect(lineOf("a", merged(perTeam(1)))).toBe(lineOf("b", merged(perTeam(2))));
  expect(lineOf("a", merged({ maxActivePerNamespace: 1 }))).not.toBe(lineOf("b", undefined));
});
