import type { SchemaNode } from "../../crd/schema/node.ts";
import { isRecord, jsonText } from "../../kube/json.ts";
import { nearest } from "../../text/nearest.ts";

/** Something that does not fit a schema. */
export interface Misfit {
  field: string;
  rule: "schema" | "unknown-field" | "null";
  message: string;
}

/** A value, its schema, and the path to it. */
interface SchemaPlace {
  value: unknown;
  node: SchemaNode;
  path: string;
}

/** Where a value does not fit its schema: types, ranges, enums, patterns, missing and unknown fields. */
export function misfits(value: unknown, node: SchemaNode, path: string): Misfit[] {
  const place = { value, node, path };
  if (value === null) return path === "" ? [] : ofNull(place);
  const wrong = wrongType(place);
  if (wrong) return [wrong];
  if (Array.isArray(value)) return ofList(value, place);
  if (isRecord(value)) return ofObject(value, place);
  return ofScalar(place);
}

function ofNull({ node, path }: SchemaPlace): Misfit[] {
  if ("default" in node) return [];
  const fix = `give it a value of type ${typeName(node)}, or remove it`;
  // In a list Kubernetes takes it for an empty item.
  if (/\[\d+\]$/u.test(path)) return [schema(path, `${path} is null: ${fix}`)];
  return [{ field: path, rule: "null", message: `${path} has no value, and counts as absent: ${fix}` }];
}

function wrongType({ value, node, path }: SchemaPlace): Misfit | undefined {
  if (fits(value, node)) return undefined;
  const read =
    typeof value === "boolean" && node.type === "string"
      ? ` (kubectl reads y, n, yes, no, on and off so)`
      : "";
  const fix = fixOfType(value, node);
  return schema(path, `${path} is ${shown(value)}${read}, and takes ${article(typeName(node))}: ${fix}`);
}

function fixOfType(value: unknown, node: SchemaNode): string {
  if (node.type === "string" && typeof value !== "object") return "put it in quotes";
  const isNumber = typeof value === "string" && /^\d+$/.test(value) && node.type === "integer";
  return isNumber ? "remove the quotes" : `give it a value of type ${typeName(node)}`;
}

const isNumber = (value: unknown): value is number | bigint =>
  typeof value === "number" || typeof value === "bigint";
const isWhole = (value: unknown): boolean => typeof value === "bigint" || Number.isInteger(value);

function fits(value: unknown, node: SchemaNode): boolean {
  if (node["x-kubernetes-int-or-string"]) return typeof value === "string" || isWhole(value);
  if (node.type === undefined) return true;
  switch (node.type) {
    case "object":
      return isRecord(value);
    case "array":
      return Array.isArray(value);
    case "integer":
      return isWhole(value);
    case "number":
      return isNumber(value);
    case "string":
    case "boolean":
      return typeof value === node.type;
  }
}

function ofObject(value: Record<string, unknown>, { node, path }: SchemaPlace): Misfit[] {
  const { properties, additionalProperties, required = [] } = node;
  const missing = required
    .filter((name) => (value[name] ?? undefined) === undefined && !hasDefault(properties?.[name]))
    .map((name) => schema(join(path, name), `${join(path, name)} is missing: add it`));
  const many = tooMany(Object.keys(value).length, node.maxProperties, path);
  const below = Object.entries(value).flatMap(([name, child]) => {
    if (child === null && required.includes(name)) return [];
    const childNode = properties?.[name] ?? additionalProperties;
    if (childNode) return misfits(child, childNode, join(path, name, !properties?.[name]));
    return properties === undefined || Object.keys(properties).length === 0
      ? []
      : [unknownField(join(path, name), name, Object.keys(properties), ownerOf(name, properties, path))];
  });
  return [...missing, ...many, ...below];
}

function ofList(value: readonly unknown[], { node, path }: SchemaPlace): Misfit[] {
  const { items, minItems = 0 } = node;
  const few =
    value.length < minItems
      ? [schema(path, `${path} has ${value.length} items, and needs ${minItems}: add some`)]
      : [];
  const below = items ? value.flatMap((item, at) => misfits(item, items, `${path}[${at}]`)) : [];
  return [
    ...few,
    ...tooMany(value.length, node.maxItems, path),
    ...repeated(value, { value, node, path }),
    ...below,
  ];
}

function repeated(value: readonly unknown[], { node, path }: SchemaPlace): Misfit[] {
  if (node["x-kubernetes-list-type"] === "set") return twice(value, path);
  const keys = node["x-kubernetes-list-map-keys"];
  if (node["x-kubernetes-list-type"] !== "map" || !keys) return [];
  const identity = (item: unknown) =>
    isRecord(item)
      ? JSON.stringify(keys.map((key) => item[key] ?? node.items?.properties?.[key]?.default))
      : undefined;
  return value.flatMap((item, at) => {
    const first = value.findIndex((other) => identity(other) === identity(item));
    if (!isRecord(item) || first === at) return [];
    const what = keys.map((key) => `${key} ${String(item[key])}`).join(", ");
    return [
      schema(`${path}[${at}]`, `${path}[${at}] has the same ${what} as item ${first}: remove one of them`),
    ];
  });
}

/** Items of a set. */
function twice(value: readonly unknown[], path: string): Misfit[] {
  return value.flatMap((item, at) => {
    const first = value.indexOf(item);
    return first === at
      ? []
      : [
          schema(
            `${path}[${at}]`,
            `${path}[${at}] is ${shown(item)}, as item ${first} is: remove one of them`,
          ),
        ];
  });
}

function tooMany(count: number, most: number | undefined, path: string): Misfit[] {
  if (most === undefined || count <= most) return [];
  return [schema(path, `${path} has ${count} items, and ${most} are allowed: remove some`)];
}

function ofScalar(place: SchemaPlace): Misfit[] {
  const { value, node, path } = place;
  const message = node.enum && !node.enum.includes(value) ? enumMessage(place, node.enum) : outOfRange(place);
  return message === undefined ? [] : [schema(path, `${path} is ${shown(value)}, ${message}`)];
}

function enumMessage({ value }: SchemaPlace, allowed: readonly unknown[]): string {
  const close = nearest(String(value), allowed.map(String));
  return `and takes ${allowed.map(String).join(", ")}: ${close === undefined ? "choose one of these" : `did you mean ${close}?`}`;
}

function outOfRange({ value, node }: SchemaPlace): string | undefined {
  if (isNumber(value)) return numberMessage(value, node);
  return typeof value === "string" ? (lengthMessage(value, node) ?? formMessage(value, node)) : undefined;
}

function lengthMessage(value: string, { minLength = 0, maxLength }: SchemaNode): string | undefined {
  if (value.length < minLength) return `and needs ${minLength} characters or more`;
  if (maxLength === undefined || value.length <= maxLength) return undefined;
  return `and ${maxLength} characters are the most: shorten it`;
}

function formMessage(value: string, { pattern, format }: SchemaNode): string | undefined {
  if (format === "date-time" && Number.isNaN(Date.parse(value)))
    return "and is no time, as 2026-01-31T12:00:00Z is: correct it";
  if (pattern === undefined || new RegExp(pattern, "u").test(value)) return undefined;
  return pattern.includes("[KMGTPE]i")
    ? "and is no quantity, as 500m, 2, 10G or 10Gi are: correct it"
    : `and must match ${pattern}: correct it`;
}

const INT32 = 2 ** 31 - 1;

function numberMessage(value: number | bigint, { minimum, maximum, format }: SchemaNode): string | undefined {
  const most = maximum ?? (format === "int32" ? INT32 : undefined);
  if (minimum !== undefined && value < minimum) return `and ${minimum} is the least: raise it`;
  if (most !== undefined && value > most) return `and ${most} is the most: lower it`;
  return undefined;
}

/** Where a field belongs that was indented too little. */
function ownerOf(name: string, properties: Record<string, SchemaNode>, path: string): string | undefined {
  const owner = Object.entries(properties).find(([, { properties: below }]) => below && name in below);
  return owner && join(path, owner[0]);
}

/** @param owner the field below which it would be known */
export function unknownField(field: string, name: string, known: readonly string[], owner?: string): Misfit {
  const close = nearest(name, known);
  const otherwise = owner ? `it belongs to ${owner}: indent it` : "remove it, or see `kubectl explain`";
  const fix = close === undefined ? otherwise : `did you mean ${close}?`;
  return { field, rule: "unknown-field", message: `${field} is no field that is known: ${fix}` };
}

const schema = (field: string, message: string): Misfit => ({ field, rule: "schema", message });
const hasDefault = (node: SchemaNode | undefined): boolean => node !== undefined && "default" in node;
const LONGEST = 60;

function join(path: string, name: string, isKey = false): string {
  if (path === "") return name;
  return isKey ? `${path}[${name}]` : `${path}.${name}`;
}

function shown(value: unknown): string {
  const text = jsonText(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function typeName(node: SchemaNode): string {
  if (node["x-kubernetes-int-or-string"]) return "integer or string";
  return node.type === "array" ? "list" : (node.type ?? "any");
}

const article = (name: string): string => (/^[aio]/.test(name) ? `an ${name}` : `a ${name}`);
