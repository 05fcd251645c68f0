import { describeField } from "../describe/index.ts";
import type { Definition, Vendored } from "../vendor/definitions.ts";
import { EXCLUSIONS } from "./exclusions.ts";
import { listKeywords } from "./lists.ts";
import type { SchemaNode } from "./node.ts";
import { requiredFields } from "./required.ts";
import { SCALARS } from "./scalars.ts";

/** Where a definition's node is being inlined: the definitions, and the owner of the field. */
interface SchemaPlace {
  definitions: Vendored["definitions"];
  owner: string;
  field: string;
}

/** A definition with every reference resolved: a structural schema. */
export function inline(vendored: Vendored, name: string): SchemaNode {
  return resolve(name, { definitions: vendored.definitions, owner: name, field: "" });
}

function resolve(name: string, place: SchemaPlace): SchemaNode {
  const scalar = SCALARS[name];
  if (scalar) return scalar();
  const definition = place.definitions[name];
  if (!definition) throw new Error(`${place.owner}.${place.field}: no definition of ${name}`);
  return structural(definition, { ...place, owner: name, field: "" });
}

function structural(node: Definition, place: SchemaPlace): SchemaNode {
  if (node.ref !== undefined) return resolve(node.ref, place);
  if (!node.type) throw new Error(`${place.owner}.${place.field} has no type`);
  return {
    type: node.type,
    ...(node.format && { format: node.format }),
    ...required(node, place),
    ...children(node, place),
    ...merging(node, place),
  };
}

function required(node: Definition, place: SchemaPlace): Partial<SchemaNode> {
  const fields = requiredFields(place.owner, node.required ?? []);
  return fields.length > 0 ? { required: fields } : {};
}

function children(node: Definition, place: SchemaPlace): Partial<SchemaNode> {
  const { properties, items, additionalProperties, required: needed = [] } = node;
  return {
    ...(properties && {
      properties: inlineProperties(properties, place, requiredFields(place.owner, needed)),
    }),
    ...(items && { items: structural(items, place) }),
    ...(additionalProperties && {
      additionalProperties: { ...structural(additionalProperties, place), nullable: true },
    }),
  };
}

function inlineProperties(
  properties: Record<string, Definition>,
  place: SchemaPlace,
  needed: readonly string[],
): Record<string, SchemaNode> {
  const excluded = EXCLUSIONS[place.owner] ?? {};
  const kept = Object.entries(properties).filter(([name]) => !(name in excluded));
  return Object.fromEntries(
    kept.map(([name, child]) => {
      const description = describeField(place.owner, name);
      const node = structural(child, { ...place, field: name });
      if (needed.includes(name)) neverEmpty(node);
      else node.nullable = true;
      return [name, description === undefined ? node : { description, ...node }];
    }),
  );
}

/** Go reads empty text as absent, so what must be there must have some. */
function neverEmpty(node: SchemaNode): void {
  if (node.type === "string" && node.format === undefined && node.enum === undefined) node.minLength ??= 1;
}

function merging(node: Definition, place: SchemaPlace): Partial<SchemaNode> {
  const listType = node["x-kubernetes-list-type"];
  const mapType = node["x-kubernetes-map-type"];
  return {
    ...(listType && listKeywords(place.owner, place.field, listType)),
    ...(mapType && { "x-kubernetes-map-type": mapType }),
  };
}
