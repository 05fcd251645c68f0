import { z } from "zod";
import { valuesSchema } from "./values/index.ts";

/** What is used of a JSON schema. */
export interface SchemaNode {
  type?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  properties?: Record<string, SchemaNode>;
  items?: SchemaNode;
  additionalProperties?: SchemaNode | boolean;
}

/** values.schema.json: Helm refuses a value that is not in it. */
export function jsonSchema(): SchemaNode {
  const schema = z.toJSONSchema(valuesSchema, {
    target: "draft-07",
    io: "input",
    reused: "inline",
    override: ({ zodSchema, jsonSchema }) => {
      const { type } = zodSchema._zod.def;
      // What a policy may say is open in the CRD's source, since the API server prunes; here it is closed.
      if (type === "object") jsonSchema.additionalProperties ??= false;
      if (jsonSchema.type === "object" && type !== "record") delete jsonSchema.default;
      if (jsonSchema["x-kubernetes-int-or-string"] === true) closeQuantity(jsonSchema);
      for (const key of Object.keys(jsonSchema)) if (key.startsWith("x-kubernetes-")) delete jsonSchema[key];
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- zod's own type of the same
  return { ...schema, title: "Values of the chart batchtask-operator" } as SchemaNode;
}

/** Of a quantity the CRD's keywords say what it looks like. */
function closeQuantity(node: z.core.JSONSchema.BaseSchema): void {
  const { pattern, maxLength } = node;
  delete node.pattern;
  delete node.maxLength;
  node.anyOf = [
    { type: "integer", minimum: 0 },
    {
      type: "string",
      ...(pattern !== undefined && { pattern }),
      ...(maxLength !== undefined && { maxLength }),
    },
  ];
}

/** A value by its dotted path. */
export interface Leaf {
  path: string;
  node: SchemaNode;
}

/**
 * The values that the tables list, from the first to the last. The bounds of a policy have a page of their own and
 * count as one value.
 */
export function leaves(node: SchemaNode, prefix = ""): Leaf[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const path = `${prefix}${name}`;
    return isGroup(child) && !PAGES.includes(path) ? leaves(child, `${path}.`) : [{ path, node: child }];
  });
}

const PAGES = ["policy.baseline.rules", "policy.baseline.namespaceSelector", "resources"];

/** Every key of the schema with its path, inside lists too (`tolerations.0.key`). */
export function keys(node: SchemaNode, prefix: readonly string[] = []): string[][] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const path = [...prefix, name];
    return [path, ...keys(child, path), ...(child.items ? keys(child.items, [...path, "0"]) : [])];
  });
}

function isGroup(node: SchemaNode): boolean {
  return Object.keys(node.properties ?? {}).length > 0;
}
