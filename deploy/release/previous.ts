import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Environment, run } from "../../test/cluster/util/run.ts";

const previousSchema = z.object({ version: z.string(), commit: z.string().regex(/^[0-9a-f]{40}$/) });

/** The release before this tree's. A tag may be missing in a clone; this file is not. */
export type Previous = z.output<typeof previousSchema>;

/** Path below a checkout. */
export const PREVIOUS = "deploy/release/previous.json";

/** Reads what a checkout records. @throws Error where the file is missing or wrong */
export function readPrevious(root: string): Previous {
  return previousSchema.parse(JSON.parse(readFileSync(join(root, PREVIOUS), "utf8")));
}

/** The file's text. Pure. */
export function previousText({ version, commit }: Previous): string {
  return `${JSON.stringify({ version, commit }, undefined, 2)}\n`;
}

/** Why a clone can't build the release before; undefined where it can. */
export async function whyNotHere(
  { version, commit }: Previous,
  root: string,
  environment: Environment,
): Promise<string | undefined> {
  const asked = await run(["git", "cat-file", "-e", `${commit}^{commit}`], { environment, cwd: root });
  if (asked.code === 0) return undefined;
  return `commit ${commit.slice(0, 12)} of ${version} is not in this clone: git fetch --unshallow brings it`;
}
