import { sentence, type Value } from "./check.ts";
import { isMap, isThere } from "./values.ts";
import type { Tree } from "./tree.ts";

/** What is wrong with the form of a task, and where. */
export interface Misform {
  field: string;
  message: string;
  /** Whether a later version of Kubernetes may take it. */
  mayChange: boolean;
}

/** All that a tree of rules finds wrong with the spec of a task. Pure. */
export function misformsOf(tree: Tree, spec: Value): Misform[] {
  return walk(tree, spec, "spec");

  function walk({ checks, fields, items, keys, values }: Tree, value: Value, path: string): Misform[] {
    if (!isThere(value)) return [];
    const own = checks.flatMap((check) => {
      if (!check.isWrong(value, spec)) return [];
      const field = check.field === undefined ? path : `${path}.${check.field}`;
      return [{ field, message: sentence(check, path, String(value)), mayChange: check.mayChange ?? false }];
    });
    return [
      ...own,
      ...ofFields(fields, value, path),
      ...ofItems(items, value, path),
      ...ofMap(keys, isMap(value) ? Object.keys(value) : [], path),
      ...ofMap(values, isMap(value) ? Object.values(value) : [], path),
    ];
  }

  function ofFields(fields: Tree["fields"], value: Value, path: string): Misform[] {
    if (!isMap(value)) return [];
    return [...fields].flatMap(([name, tree]) => walk(tree, value[name], `${path}.${name}`));
  }

  function ofItems(tree: Tree | undefined, value: Value, path: string): Misform[] {
    if (!tree || !Array.isArray(value)) return [];
    return value.flatMap((item, at) => walk(tree, item, `${path}[${at}]`));
  }

  /** Of the keys or of the values of a map: the API server names the map. */
  function ofMap(tree: Tree | undefined, parts: readonly Value[], path: string): Misform[] {
    return tree ? parts.flatMap((part) => walk(tree, part, path)) : [];
  }
}
