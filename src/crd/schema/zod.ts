import * as z from "zod";
import type { SchemaNode } from "./node.ts";
import { ownNode } from "./own-node.ts";

/** zod types and checks that JSON Schema can say; all others would vanish without a word. */
const TYPES = [
  "object",
  "array",
  "string",
  "number",
  "boolean",
  "enum",
  "literal",
  "record",
  "optional",
  "default",
];
const CHECKS = ["min_length", "max_length", "greater_than", "less_than", "number_format", "string_format"];

/**
 * A zod schema as a node of the CRD. Throws on what would get lost (refine, transform, trim…) and on
 * regular expressions that the API server's RE2 doesn't know.
 */
export function fromZod(schema: z.ZodType): SchemaNode {
  const json = z.toJSONSchema(schema, {
    target: "openapi-3.0",
    io: "input",
    unrepresentable: "throw",
    override: ({ zodSchema, jsonSchema }) => {
      refuseLosses(zodSchema);
      tidy(jsonSchema);
    },
  });
  return ownNode.parse(Object.fromEntries(Object.entries(json)));
}

function refuseLosses(schema: z.core.$ZodTypes): void {
  const { type, checks = [] } = schema._zod.def;
  if (type === "union" && isIntOrString(schema)) return;
  if (!TYPES.includes(type)) throw new Error(`zod's ${type} can't be said in a CRD: remove it`);
  for (const check of checks) {
    const kind = check._zod.def.check;
    if (!CHECKS.includes(kind)) throw new Error(`zod's check ${kind} can't be said in a CRD: remove it`);
  }
}

/** A number or text; the one union that a CRD can say. */
function isIntOrString(schema: z.core.$ZodType): boolean {
  return z.globalRegistry.get(schema)?.["x-kubernetes-int-or-string"] === true;
}

function tidy(node: z.core.JSONSchema.BaseSchema): void {
  if (node.additionalProperties === false) delete node.additionalProperties;
  delete node.propertyNames;
  if (node.minimum === Number.MIN_SAFE_INTEGER) delete node.minimum;
  if (node.maximum === Number.MAX_SAFE_INTEGER) delete node.maximum;
  if (node["x-kubernetes-int-or-string"] === true) node.anyOf = [{ type: "integer" }, { type: "string" }];
  else if (node.type === "integer") node.format = "int64";
  if (node.pattern !== undefined && /\(\?[=!<]/.test(node.pattern))
    throw new Error(`the API server knows no lookaround: ${node.pattern}`);
}
