import { type Document, isPair, isScalar, type Pair, visit } from "yaml";
import { keyOf } from "../input/position.ts";
import type { Severity } from "./finding.ts";

/** Something in the text that kubectl reads otherwise than people do. */
export interface Trap {
  offset: number;
  severity: Severity;
  rule: "duplicate-key" | "number-form";
  message: string;
}

/** Keys that are there twice, and numbers that are not what they look like. */
export function trapsOf(document: Document): Trap[] {
  const traps: Trap[] = [];
  visit(document, {
    Map: (_, map) => void traps.push(...duplicates(map.items)),
    Scalar: (_, { value, source, type, range }, path) => {
      if (type !== "PLAIN" || typeof value !== "number" || !source || !isMisleading(source)) return;
      const parent = path.at(-1);
      if (isPair(parent) && FILE_MODES.has(keyOf(parent))) return;
      const message = `${source} is read as ${value}: write ${value}, or ${source.replace(/^([-+]?)0+(?=\d)/, "$1")} if that is meant`;
      traps.push({ offset: range?.[0] ?? 0, severity: "warning", rule: "number-form", message });
    },
  });
  return traps;
}

/** Written in octal by everybody. */
const FILE_MODES: ReadonlySet<string> = new Set(["defaultMode", "mode"]);

/** A leading zero makes a number octal. */
const isMisleading = (source: string): boolean => /^[-+]?0[0-9_]+$/.test(source);

function duplicates(pairs: readonly Pair[]): Trap[] {
  return pairs.flatMap((pair, at) => {
    const name = keyOf(pair);
    const before = pairs.slice(0, at).some((other) => keyOf(other) === name && name !== "<<");
    if (!before || !isScalar(pair.key)) return [];
    const message = `${name} is there twice, and only the last one counts: remove one of them`;
    return [
      {
        offset: pair.key.range?.[0] ?? 0,
        severity: "error" as const,
        rule: "duplicate-key" as const,
        message,
      },
    ];
  });
}
