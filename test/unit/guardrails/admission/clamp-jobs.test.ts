import { expect, test } from "vitest";
import { z } from "zod";
import { clampJobsPolicy } from "../../../../src/guardrails/admission/clamp-jobs.ts";
import { RULES } from "../../../../src/guardrails/chain.ts";

const schema = z.object({
  spec: z.object({
    failurePolicy: z.string(),
    reinvocationPolicy: z.string(),
    variables: z.array(z.object({ name: z.string(), expression: z.string() })),
    matchConditions: z.array(z.object({ expression: z.string() })),
    mutations: z.array(z.object({ jsonPatch: z.object({ expression: z.string() }) })),
  }),
});
const { spec } = schema.parse(clampJobsPolicy()[0]);
const mutations = spec.mutations.map(({ jsonPatch }) => jsonPatch.expression);

test("first what was said before goes, then each rule that changes a Job has its part in one patch", () => {
  const rules = RULES.filter(({ celAdjust }) => celAdjust).map(({ name }) => name);
  expect(rules).toContain("resources");
  const [first = "", ...others] = mutations;
  expect(first).not.toContain("Changes");
  const inOrder = others.flatMap((text) => [
    ...new Set([...text.matchAll(/variables\.(\w+)Changes/g)].map(([, name]) => name)),
  ]);
  expect(inOrder).toEqual(rules);
});

test("a rule that reads what the one before it changes, or may cost too much, has a patch of its own", () => {
  for (const name of ["parallelism", "resources"]) {
    const own = mutations.filter((text) => text.includes(`variables.${name}Changes`));
    expect(own).toHaveLength(1);
    expect(new Set(own[0]?.match(/variables\.\w+Changes/g)).size).toBe(1);
  }
});

test("what each uses is there, before its use", () => {
  const known = new Set<string>();
  const used = (text: string) => [...text.matchAll(/variables\.(\w+)/g)].map(([, name = ""]) => name);
  for (const { name, expression } of spec.variables) {
    for (const one of used(expression)) expect(known, `${name} uses ${one}`).toContain(one);
    known.add(name);
  }
  for (const one of mutations.flatMap(used)) expect(known).toContain(one);
});

test("conditions know no variables, and what goes wrong stops nobody", () => {
  for (const { expression } of spec.matchConditions) expect(expression).not.toContain("variables.");
  expect(spec).toMatchObject({ failurePolicy: "Ignore", reinvocationPolicy: "Never" });
});
