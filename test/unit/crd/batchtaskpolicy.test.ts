import { describe, expect, it } from "vitest";
import { policyCrd, policySchema } from "../../../src/crd/batchtaskpolicy.ts";
import { at, walk } from "../../../src/crd/schema/node.ts";

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

  it("is small", () => {
    expect(Buffer.byteLength(JSON.stringify(policyCrd()))).toBeLessThan(64_000);
  });
});
