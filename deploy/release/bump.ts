import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Environment, runOrThrow } from "../../test/cluster/util/run.ts";
import { PLACES, withVersion } from "./places.ts";

const GENERATE_MS = 30 * 60_000;

/** Has a tree state another version: the places of its own, then all that is generated. */
export async function setVersion(tree: string, version: string, environment: Environment): Promise<void> {
  for (const place of PLACES) {
    const file = join(tree, place.path);
    writeFileSync(file, withVersion(readFileSync(file, "utf8"), place, version));
  }
  for (const script of ["generate", "generate:plain"])
    await runOrThrow(["npm", "run", script], { environment, cwd: tree, timeoutMs: GENERATE_MS });
}
