import * as z from "zod";

const limit = () => z.number().exactOptional();

const validationRule = z.strictObject({
  rule: z.string(),
  message: z.string(),
  fieldPath: z.string().exactOptional(),
  reason: z.enum(["FieldValueInvalid", "FieldValueForbidden", "FieldValueRequired"]),
});

/** The keywords that a schema of our own fields may end up with; any other stops the generator. */
export const ownNode = z.strictObject({
  type: z.enum(["object", "array", "string", "integer", "number", "boolean"]).exactOptional(),
  description: z.string().exactOptional(),
  format: z.string().exactOptional(),
  default: z.unknown().exactOptional(),
  enum: z.array(z.unknown()).exactOptional(),
  minimum: limit(),
  maximum: limit(),
  minLength: limit(),
  maxLength: limit(),
  minItems: limit(),
  maxItems: limit(),
  maxProperties: limit(),
  pattern: z.string().exactOptional(),
  required: z.array(z.string()).exactOptional(),
  anyOf: z.array(z.strictObject({ type: z.enum(["integer", "string"]) })).exactOptional(),
  "x-kubernetes-int-or-string": z.literal(true).exactOptional(),
  "x-kubernetes-validations": z.array(validationRule).exactOptional(),
  "x-kubernetes-map-type": z.enum(["atomic"]).exactOptional(),
  "x-kubernetes-list-type": z.enum(["atomic", "map", "set"]).exactOptional(),
  "x-kubernetes-list-map-keys": z.array(z.string()).exactOptional(),
  get properties(): z.ZodExactOptional<z.ZodRecord<z.ZodString, typeof ownNode>> {
    return z.record(z.string(), ownNode).exactOptional();
  },
  get items(): z.ZodExactOptional<typeof ownNode> {
    return ownNode.exactOptional();
  },
  get additionalProperties(): z.ZodExactOptional<typeof ownNode> {
    return ownNode.exactOptional();
  },
});
