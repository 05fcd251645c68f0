import * as z from "zod";

/** The only parts of an OpenAPI definition that the schema is made of. */
const node = z.strictObject({
  type: z.enum(["object", "array", "string", "integer", "number", "boolean"]).optional(),
  format: z.string().optional(),
  ref: z.string().optional(),
  required: z.array(z.string()).optional(),
  "x-kubernetes-list-type": z.enum(["atomic", "map", "set"]).optional(),
  "x-kubernetes-list-map-keys": z.array(z.string()).optional(),
  "x-kubernetes-map-type": z.enum(["atomic", "granular"]).optional(),
  get properties(): z.ZodOptional<z.ZodRecord<z.ZodString, typeof node>> {
    return z.record(z.string(), node).optional();
  },
  get items(): z.ZodOptional<typeof node> {
    return node.optional();
  },
  get additionalProperties(): z.ZodOptional<typeof node> {
    return node.optional();
  },
});

/** The vendored file: definitions by name, references by `ref`. */
export const vendoredSchema = z.strictObject({
  source: z.string(),
  license: z.string(),
  kubernetes: z.string(),
  definitions: z.record(z.string(), node),
});

export type Definition = z.output<typeof node>;
export type Vendored = z.output<typeof vendoredSchema>;
