import { describe, expect, it } from "vitest";
import { inline } from "../../../../src/crd/schema/inline.ts";
import type { Vendored } from "../../../../src/crd/vendor/definitions.ts";

const of = (definitions: Vendored["definitions"]): Vendored => ({
  source: "test",
  license: "test",
  kubernetes: "0",
  definitions,
});

describe("a definition inlined", () => {
  it("stops at a list map that nobody has decided on", () => {
    const list = {
      type: "array" as const,
      items: { type: "string" as const },
      "x-kubernetes-list-type": "map" as const,
    };
    const vendored = of({ New: { type: "object", properties: { things: list } } });
    expect(() => inline(vendored, "New")).toThrow("decide in lists.ts how New.things (map) merges");
  });

  it("stops at a reference that leads nowhere", () => {
    const vendored = of({ A: { type: "object", properties: { b: { ref: "B" } } } });
    expect(() => inline(vendored, "A")).toThrow("no definition of B");
  });
});
