import { type Document, isMap, isScalar, isSeq, type LineCounter, type Node, type Pair } from "yaml";

/** Where something is in a file, counted from 1. */
export interface Position {
  line: number;
  column: number;
}

/** A path as messages have it, in steps: spec.containers[main].image has four. */
export function stepsOf(path: string): string[] {
  const steps: string[] = [];
  for (const [, bracketed, plain] of path.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g))
    steps.push(bracketed ?? plain ?? "");
  return steps.filter((step) => step !== "");
}

/**
 * The offset of a field's key, or of the nearest field above it that is there. A step into a list is
 * an index or the `name` of an item.
 */
export function offsetOf(document: Document, steps: readonly string[]): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const step of steps) {
    const next = into(node, step);
    if (!next) return offset;
    offset = startOf(next.key) ?? startOf(next.value) ?? offset;
    node = next.value;
  }
  return offset;
}

export function positionAt(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function into(node: unknown, step: string): { key?: unknown; value: unknown } | undefined {
  if (isMap(node)) return node.items.findLast((pair) => keyOf(pair) === step);
  if (!isSeq(node)) return undefined;
  const byName = node.items.find((item) => isMap(item) && item.get("name") === step);
  const item: unknown = byName ?? (/^\d+$/.test(step) ? node.items[Number(step)] : undefined);
  return item === undefined ? undefined : { value: item };
}

/** The text of a pair's key. */
export function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : String(key);
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "range" in value;
}
