import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { outcomeSchema } from "../../../src/api/history.ts";
import { PHASES } from "../../../src/api/status.ts";

const metric = z.object({
  name: z.string(),
  each: z.object({
    stateSet: z.object({ path: z.array(z.string()), list: z.array(z.string()) }).optional(),
    gauge: z
      .object({
        path: z.array(z.string()),
        labelsFromPath: z.record(z.string(), z.array(z.string())).default({}),
        valueFrom: z.array(z.string()).optional(),
      })
      .optional(),
  }),
});
const config = z.object({
  spec: z.object({
    resources: z.array(
      z.object({ groupVersionKind: z.object({ kind: z.string() }), metrics: z.array(metric) }),
    ),
  }),
});
const { resources } = config.parse(
  parse(readFileSync("deploy/observability/kube-state-metrics.yaml", "utf8")),
).spec;

interface Schema {
  properties?: Record<string, Schema>;
  items?: Schema;
}
const crd = z.object({
  spec: z.object({
    versions: z.tuple([z.object({ schema: z.object({ openAPIV3Schema: z.custom<Schema>() }) })]),
  }),
});

/** The schema of a kind's objects. */
function schemaOf(kind: string): Schema {
  const plural = kind === "BatchTask" ? "batchtasks" : "batchtaskpolicies";
  const text = readFileSync(`crds/${plural}.batchtask.dev.yaml`, "utf8");
  return crd.parse(parse(text)).spec.versions[0].schema.openAPIV3Schema;
}

/** What a schema has under a path; a list stands for its items. */
function under(schema: Schema | undefined, path: readonly string[]): Schema | undefined {
  return path.reduce((found, field) => (found?.items ?? found)?.properties?.[field], schema);
}

test.each(
  resources.flatMap(({ groupVersionKind: { kind }, metrics }) => metrics.map((one) => [kind, one] as const)),
)("%s: every path is a field of the kind: %j", (kind, { each: { stateSet, gauge } }) => {
  const { path = [] } = stateSet ?? gauge ?? {};
  const found = under(schemaOf(kind), path);
  expect(found, path.join(".")).toBeDefined();
  const below = [
    ...Object.values(gauge?.labelsFromPath ?? {}),
    ...(gauge?.valueFrom ? [gauge.valueFrom] : []),
  ];
  for (const inner of below) expect(under(found, inner), inner.join(".")).toBeDefined();
});

test("every phase and every outcome is a state", () => {
  const sets = resources.flatMap(({ metrics }) => metrics.flatMap(({ each }) => each.stateSet ?? []));
  expect(sets.map(({ list }) => list)).toEqual([[...PHASES], [...outcomeSchema.options]]);
});
