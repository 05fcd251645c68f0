import type { Column } from "../columns.ts";
import { type SchemaNode, walk } from "../schema/node.ts";
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

/** Every CEL rule of a spec: where it stands, and what it says. */
export function refusalTable(spec: SchemaNode): string {
  const rows: string[][] = [];
  walk(
    spec,
    (node, path) => {
      for (const rule of node["x-kubernetes-validations"] ?? [])
        rows.push([code(`${path}${rule.fieldPath ?? ""}`), rule.message ?? ""]);
    },
    "spec",
  );
  return table(["where", "what"], rows);
}

/** The columns of `kubectl get`. */
export function columnTable(columns: readonly Column[]): string {
  const rows = columns.map(({ name, description, priority }) => [
    name,
    description,
    priority ? `with ${code("-o wide")}` : "always",
  ]);
  return table(["column", "what", "shown"], rows);
}

function deepRows(node: SchemaNode, prefix: string): string[][] {
  return Object.entries(node.properties ?? {}).flatMap(([name, child]) => {
    const path = `${prefix}${name}${child.items ? "[]" : ""}`;
    const below = child.items ?? child.additionalProperties;
    return [
      ...rowsOf(path, child),
      ...deepRows(below ?? child, child.additionalProperties ? `${path}.*.` : `${path}.`),
    ];
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
