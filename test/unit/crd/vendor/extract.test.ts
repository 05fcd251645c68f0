import { describe, expect, it } from "vitest";
import { extract } from "../../../../src/crd/vendor/extract.ts";
import { JOB_SPEC } from "../../../../src/crd/vendor/version.ts";

const document = (properties: object) => ({
  components: { schemas: { [JOB_SPEC]: { type: "object", properties }, Unused: { type: "object" } } },
});

describe("what is vendored", () => {
  it("is what JobSpec reaches, without prose", () => {
    const { definitions } = extract(document({ a: { type: "string", description: "Long.", default: "" } }));
    expect(definitions).toEqual({ [JOB_SPEC]: { type: "object", properties: { a: { type: "string" } } } });
  });

  it("holds no keyword that nobody has looked at", () => {
    expect(() => extract(document({ a: { type: "string", "x-kubernetes-new": true } }))).toThrow(
      "x-kubernetes-new",
    );
  });
});
