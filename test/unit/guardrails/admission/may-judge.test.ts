import { Environment } from "@marcbachmann/cel-js";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { denyJobsPolicy, warnJobsPolicy } from "../../../../src/guardrails/admission/job-policies.ts";
import { mayJudge } from "../../../../src/guardrails/admission/may-judge.ts";
import { denyPolicy, warnPolicy } from "../../../../src/guardrails/admission/policies.ts";

const schema = z.object({
  spec: z.object({ matchConditions: z.array(z.object({ expression: z.string() })) }),
});

/** Whether a request comes through the conditions of an admission policy. */
function comesThrough(admission: object | undefined, { policy = {}, kind = "BatchTask" }: Asked): boolean {
  const { spec } = schema.parse(admission);
  const environment = new Environment({ unlistedVariablesAreDyn: true });
  const world = {
    params: { metadata: { name: "bounds" }, spec: { rules: {}, ...policy } },
    request: { namespace: "here", kind: { kind } },
  };
  return spec.matchConditions.every(({ expression }) => environment.parse(expression)(world) === true);
}

interface Asked {
  policy?: object;
  kind?: string;
}

const named = (namespace: string) => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
});
const byName = (operator: string, values?: string[]) => ({
  namespaceSelector: {
    matchExpressions: [{ key: "kubernetes.io/metadata.name", operator, ...(values && { values }) }],
  },
});
const labelled = { namespaceSelector: { matchLabels: { team: "a" } } };

describe.each([
  ["refuses", denyPolicy()[0]],
  ["warns", warnPolicy()[0]],
])("of BatchTasks what %s is judged", (_, admission) => {
  test.each([
    ["where no namespace is selected", {}, true],
    ["where the namespace is named", named("here"), true],
    ["not where another one is", named("there"), false],
    ["where the namespace is among others", byName("In", ["there", "here"]), true],
    ["not where it is not", byName("In", ["there"]), false],
    ["not where it is left out", byName("NotIn", ["here"]), false],
    ["where another one is left out", byName("NotIn", ["there"]), true],
    ["where it has to have a name", byName("Exists"), true],
    ["not where it may have none", byName("DoesNotExist"), false],
    ["where labels decide, which can't be seen here", labelled, true],
  ])("%s", (_what, policy, judged) => {
    expect(comesThrough(admission, { policy })).toBe(judged);
  });

  test("a spec is not compared here, for each policy there is", () => {
    expect(schema.parse(admission).spec.matchConditions[0]?.expression).not.toContain("ldObject");
  });
});

test("a policy in mode Warn refuses nothing, and warns", () => {
  expect(comesThrough(denyPolicy()[0], { policy: { mode: "Warn" } })).toBe(false);
  expect(comesThrough(warnPolicy()[0], { policy: { mode: "Warn" } })).toBe(true);
});

describe.each([
  ["refuses", denyJobsPolicy()[0]],
  ["warns", warnJobsPolicy()[0]],
])("of Jobs and CronJobs what %s is judged", (_, admission) => {
  test.each(["Job", "CronJob"])("where the policy is of kind %s", (kind) => {
    expect(comesThrough(admission, { kind })).toBe(false);
    expect(comesThrough(admission, { kind, policy: { appliesTo: ["Job", "CronJob"] } })).toBe(true);
    expect(comesThrough(admission, { kind, policy: { appliesTo: ["BatchTask"] } })).toBe(false);
    expect(comesThrough(admission, { kind, policy: { appliesTo: [kind], ...named("there") } })).toBe(false);
  });
});

test("a condition has its variables written out, since it may use none", () => {
  const { expression } = mayJudge("variables.changed", [
    { name: "changed", expression: "oldObject == null" },
  ]);
  expect(expression).toBe("(oldObject == null)");
});
