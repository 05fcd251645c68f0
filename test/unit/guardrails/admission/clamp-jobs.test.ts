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

test("one patch for what was said before, and one for each rule that changes a Job", () => {
  const rules = RULES.filter(({ celAdjust }) => celAdjust).map(({ name }) => name);
  expect(rules).toContain("resources");
  expect(mutations).toHaveLength(rules.length + 1);
  for (const [at, name] of rules.entries())
    expect(mutations[at + 1]).toContain(`variables.${name}Changes.map`);
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
