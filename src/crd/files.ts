import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Output } from "./outputs.ts";

/** Writes the outputs that differ, or with `check` only names them. False: a committed file differs. */
export function writeOrCompare(outputs: readonly Output[], check: boolean): boolean {
  const root = new URL("../../", import.meta.url);
  if (!check) {
    for (const path of writeOutputs(root, outputs)) console.log(`wrote ${path}`);
    return true;
  }
  const stale = compareOutputs(root, outputs);
  for (const path of stale) console.error(`${path} is not what the generator writes.`);
  if (stale.length > 0) console.error("Run `npm run generate` and commit the result.");
  return stale.length === 0;
}

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
