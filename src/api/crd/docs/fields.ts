import type { SchemaNode } from "../schema/node.ts";
import { code, table } from "./markdown.ts";

/** A table of fields: name, type and values, meaning. Nested ones have dotted names. */
export function fieldTable(node: SchemaNode, fields = Object.keys(node.properties ?? {})): string {
  const rows = fields.flatMap((name) => rowsOf(name, node.properties?.[name] ?? {}));
  return table(["field", "type", "meaning"], rows);
}

/** The same for a node and all that is below it. */
export function deepFieldTable(node: SchemaNode): string {
  return table(["field", "type", "meaning"], deepRows(node, ""));
}

function deepRows(node: SchemaNode, prefix: string): string[][] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const path = `${prefix}${name}${child.items ? "[]" : ""}`;
    return [...rowsOf(path, child), ...deepRows(child.items ?? child, `${path}.`)];
  });
}

function rowsOf(name: string, node: SchemaNode): string[][] {
  return [[code(name), typeOf(node), [node.description ?? "", ...limits(node)].filter(Boolean).join(" ")]];
}

function typeOf(node: SchemaNode): string {
  if (node.items) return `list of ${node.items.type ?? "value"}s`;
  if (node.additionalProperties) return "map";
  return node.format === "date-time" ? "time" : (node.type ?? "quantity");
}

function limits(node: SchemaNode): string[] {
  return [
    ...(node.enum ? [`One of ${node.enum.map(shown).join(", ")}.`] : []),
    ...(node.minimum === undefined ? [] : [`At least ${node.minimum}.`]),
    ...(node.maximum === undefined || node.format === "int32" ? [] : [`At most ${node.maximum}.`]),
    ...(node.default === undefined ? [] : [`Default ${shown(node.default)}.`]),
  ];
}

function shown(value: unknown): string {
  return code(typeof value === "string" ? value : JSON.stringify(value));
}
