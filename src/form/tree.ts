import type { Check, FormRules } from "./check.ts";

/** All rules by the shape of what they are about. */
export interface Tree {
  readonly checks: Check[];
  readonly fields: Map<string, Tree>;
  /** Of each item of a list. */
  items?: Tree;
  /** Of each key of a map. */
  keys?: Tree;
  /** Of each value of a map. */
  values?: Tree;
}

const empty = (): Tree => ({ checks: [], fields: new Map() });

/** Rules as one tree, so that each part of a task is walked through once. */
export function treeOf(...all: readonly FormRules[]): Tree {
  const root = empty();
  for (const rules of all)
    for (const [path, checks] of Object.entries(rules))
      stepsOf(path)
        .reduce(into, root)
        .checks.push(...checks);
  return root;
}

function stepsOf(path: string): string[] {
  return path
    .replaceAll(/\[\]|\{=?\}/g, (step) => `.${step}`)
    .split(".")
    .filter((step) => step !== "");
}

function into(tree: Tree, step: string): Tree {
  if (step === "[]") return (tree.items ??= empty());
  if (step === "{}") return (tree.keys ??= empty());
  if (step === "{=}") return (tree.values ??= empty());
  const found = tree.fields.get(step) ?? empty();
  tree.fields.set(step, found);
  return found;
}
