import { createTwoFilesPatch } from "diff";
import { stringify } from "yaml";
import { isRecord } from "../../kube/json.ts";
import type { Style } from "../output/style.ts";

/** A unified diff of two objects as YAML, with sorted keys; empty where they are the same. */
export function diffText(name: string, live: object | undefined, next: object, style: Style): string {
  const [before, after] = [live === undefined ? "" : yaml(live), yaml(next)];
  if (before === after) return "";
  const patch = createTwoFilesPatch(`live/${name}`, `new/${name}`, before, after, undefined, undefined, {
    context: 3,
  });
  const lines = patch.split("\n").filter((line) => !/^=+$/.test(line));
  return lines.map((line) => painted(line, style)).join("\n");
}

function painted(line: string, style: Style): string {
  if (line.startsWith("+++") || line.startsWith("---")) return style.strong(line);
  if (line.startsWith("+")) return style.good(line);
  if (line.startsWith("-")) return style.bad(line);
  return line.startsWith("@@") ? style.faint(line) : line;
}

function yaml(value: object): string {
  return stringify(sorted(value), { lineWidth: 0, indentSeq: false, aliasDuplicateObjects: false });
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
