import type { Value } from "./check.ts";

/** null is absent, as everywhere in Kubernetes' Go types. */
export function isThere(value: Value): boolean {
  return value !== undefined && value !== null;
}

export function isMap(value: Value): value is Record<string, Value> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A field of a value; undefined where the value is no object or the field is null. */
export function fieldOf(value: Value, ...path: readonly string[]): Value {
  return path.reduce<Value>((at, name) => (isMap(at) ? (at[name] ?? undefined) : undefined), value);
}

/** The items of a list; none where there is no list. */
export function itemsOf(value: Value, ...path: readonly string[]): readonly Value[] {
  const found = fieldOf(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** A field's text; empty where there is none, as Go reads it. */
export function textOf(value: Value, ...path: readonly string[]): string {
  const found = path.length === 0 ? value : fieldOf(value, ...path);
  return typeof found === "string" ? found : "";
}
