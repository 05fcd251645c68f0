import { describe, expect, it } from "vitest";
import { policyCrd, policySchema } from "../../../src/crd/batchtaskpolicy.ts";
import { at, type SchemaNode, walk } from "../../../src/crd/schema/node.ts";

/** Limits of Kubernetes 1.30's apiextensions-apiserver and its estimate of a text that may be a number, in CEL's units. */
const MOST_COST = 10_000_000;
const UNBOUNDED_TEXT = 0.1 * (3 * 1024 * 1024 - 2);

/** What each rule that reads quantities is estimated at there: string() and quantity() each go over a whole request. */
function quantityCosts(node: SchemaNode, times = 1): number[] {
  const calls = (rule: string): number => rule.match(/\b(string|quantity)\(/g)?.length ?? 0;
  const own = (node["x-kubernetes-validations"] ?? []).map(
    ({ rule }) => calls(rule) * UNBOUNDED_TEXT * times,
  );
  const { properties = {}, additionalProperties, items } = node;
  return [
    ...own.filter((cost) => cost > 0),
    ...Object.values(properties).flatMap((child) => quantityCosts(child, times)),
    ...(additionalProperties
      ? quantityCosts(additionalProperties, times * (node.maxProperties ?? Infinity))
      : []),
    ...(items ? quantityCosts(items, times * (node.maxItems ?? Infinity)) : []),
  ];
}

describe("the CRD of BatchTaskPolicy", () => {
  it("describes every field of its own", () => {
    const silent: string[] = [];
    walk(at(policySchema(), "spec"), (node, path) => {
      for (const [name, child] of Object.entries(node.properties ?? {}))
        if (!child.description) silent.push(`${path}.${name}`);
    });
    expect(silent).toEqual([]);
  });

  it("takes a quantity as a number or as text", () => {
    const { max } = at(policySchema(), "spec.rules.resources.limits").additionalProperties?.properties ?? {};
    expect(max).toMatchObject({
      "x-kubernetes-int-or-string": true,
      anyOf: [{ type: "integer" }, { type: "string" }],
    });
    expect(max?.type).toBeUndefined();
  });

  it("has no rule on quantities that costs more than Kubernetes 1.30 allows", () => {
    const costs = quantityCosts(policySchema());
    expect(costs.length).toBeGreaterThan(6);
    expect(Math.max(...costs)).toBeLessThan(MOST_COST);
  });

  it("is small", () => {
    expect(Buffer.byteLength(JSON.stringify(policyCrd()))).toBeLessThan(64_000);
  });
});
