/** One node of a CRD's structural schema (apiextensions.k8s.io/v1 JSONSchemaProps, the part used here). */
export interface SchemaNode {
  type?: "object" | "array" | "string" | "integer" | "number" | "boolean";
  description?: string;
  format?: string;
  default?: unknown;
  nullable?: boolean;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  maxProperties?: number;
  pattern?: string;
  not?: SchemaNode;
  anyOf?: SchemaNode[];
  required?: string[];
  properties?: Record<string, SchemaNode>;
  items?: SchemaNode;
  additionalProperties?: SchemaNode;
  "x-kubernetes-int-or-string"?: true;
  "x-kubernetes-preserve-unknown-fields"?: true;
  "x-kubernetes-list-type"?: "atomic" | "map" | "set";
  "x-kubernetes-list-map-keys"?: string[];
  "x-kubernetes-map-type"?: "atomic" | "granular";
  "x-kubernetes-validations"?: ValidationRule[];
}

/** A CEL rule of a schema node. `self` is the node's value; `fieldPath` points below it. */
export interface ValidationRule {
  rule: string;
  message?: string;
  messageExpression?: string;
  fieldPath?: string;
  reason?: "FieldValueInvalid" | "FieldValueForbidden" | "FieldValueRequired" | "FieldValueDuplicate";
}

/** Calls `visit` for a node and all below it, with its path (`[]` for list items, `{}` for map values). */
export function walk(node: SchemaNode, visit: (node: SchemaNode, path: string) => void, path = ""): void {
  visit(node, path);
  for (const [name, child] of Object.entries(node.properties ?? {})) walk(child, visit, `${path}.${name}`);
  if (node.items) walk(node.items, visit, `${path}[]`);
  if (node.additionalProperties) walk(node.additionalProperties, visit, `${path}{}`);
}

/** The node at a dotted path of properties; throws when there is none, so that a table can't go stale. */
export function at(node: SchemaNode, path: string): SchemaNode {
  let current = node;
  for (const name of path.split(".").filter(Boolean)) {
    const next: SchemaNode | undefined = current.properties?.[name] ?? current.items?.properties?.[name];
    if (!next) throw new Error(`the schema has no field ${path} (stopped at ${name})`);
    current = next;
  }
  return current;
}
