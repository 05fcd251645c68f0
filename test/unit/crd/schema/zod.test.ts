import { describe, expect, it } from "vitest";
import { z } from "zod";
import { fromZod } from "../../../../src/crd/schema/zod.ts";

describe("own fields as a CRD's schema", () => {
  it("keeps bounds, descriptions, defaults and Kubernetes' keywords", () => {
    const schema = z.object({
      count: z.int().min(0).max(5).default(1).describe("How many."),
      keys: z
        .array(z.object({ name: z.string() }))
        .optional()
        .meta({ "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"] }),
      labels: z.record(z.string(), z.string()).optional(),
    });
    expect(fromZod(schema)).toEqual({
      type: "object",
      properties: {
        count: {
          type: "integer",
          format: "int64",
          minimum: 0,
          maximum: 5,
          default: 1,
          description: "How many.",
        },
        keys: {
          type: "array",
          items: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
          "x-kubernetes-list-type": "map",
          "x-kubernetes-list-map-keys": ["name"],
        },
        labels: { type: "object", additionalProperties: { type: "string" } },
      },
    });
  });

  it("does not print zod's own bounds of safe integers", () => {
    expect(fromZod(z.int())).toEqual({ type: "integer", format: "int64" });
  });

  it.each([
    ["refine", z.string().refine((text) => text !== "x")],
    ["superRefine", z.object({}).superRefine(() => undefined)],
    ["transform", z.string().transform((text) => text.length)],
    ["preprocess", z.preprocess(String, z.string())],
    ["pipe", z.string().pipe(z.string())],
    ["trim", z.string().trim()],
    ["catch", z.string().catch("")],
    ["union", z.union([z.string(), z.number()])],
    ["date", z.date()],
    ["unknown", z.unknown()],
    ["lookahead", z.string().regex(/^(?!x)/)],
    ["a keyword that a CRD has not", z.string().meta({ "x-own": 1 })],
  ])("refuses %s, which would vanish", (_, field) => {
    expect(() => fromZod(z.object({ field }))).toThrow();
  });
});
