import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Output } from "./outputs.ts";

/** Paths of the outputs whose committed file is missing or differs. */
export function compareOutputs(root: URL, outputs: readonly Output[]): string[] {
  return outputs.filter((output) => isStale(root, output)).map(({ path }) => path);
}

/** Writes the outputs that differ and returns their paths. */
export function writeOutputs(root: URL, outputs: readonly Output[]): string[] {
  const stale = outputs.filter((output) => isStale(root, output));
  for (const { path, text } of stale) {
    const file = new URL(path, root);
    mkdirSync(new URL(".", file), { recursive: true });
    writeFileSync(file, text);
  }
  return stale.map(({ path }) => path);
}

function isStale(root: URL, { path, text }: Output): boolean {
  const file = new URL(path, root);
  return !existsSync(file) || readFileSync(file, "utf8") !== text;
}
