import { isRecord } from "../../../kube/json.ts";

/** A value somewhere in an object, by its path as messages have it. */
export interface Part<T> {
  path: string;
  value: T;
}

/** All maps in a value, itself first. */
export function mapsIn(value: unknown, path = ""): Part<Record<string, unknown>>[] {
  const own = isRecord(value) ? [{ path, value }] : [];
  return [...own, ...below(value, path).flatMap((part) => mapsIn(part.value, part.path))];
}

/** All texts in a value. */
export function textsIn(value: unknown, path = ""): Part<string>[] {
  if (typeof value === "string") return [{ path, value }];
  return below(value, path).flatMap((part) => textsIn(part.value, part.path));
}

/** An item of a list is called by its name, where it has one. */
function below(value: unknown, path: string): Part<unknown>[] {
  if (Array.isArray(value))
    return value.map((item: unknown, at) => {
      const name = isRecord(item) && typeof item["name"] === "string" ? item["name"] : String(at);
      return { path: `${path}[${name}]`, value: item };
    });
  if (!isRecord(value)) return [];
  return Object.entries(value).map(([key, child]) => {
    const step = /[./]/u.test(key) ? `[${key}]` : `.${key}`;
    return { path: path === "" ? key : `${path}${step}`, value: child };
  });
}

/** A name within a regular expression. */
export const quoted = (name: string): string => name.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
