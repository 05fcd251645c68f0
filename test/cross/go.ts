import { join } from "node:path";
import { type BuildContext, build } from "../cluster/build/build.ts";
import type { BuildGroup } from "../cluster/build/groups.ts";
import { look, type Made } from "./made.ts";

/** Builds the groups' programs for the context's processor, where the cache has none, and looks at each. */
export async function buildGroups(
  groups: readonly BuildGroup[],
  context: BuildContext & { readonly arch: string },
): Promise<Made[]> {
  const made: Made[] = [];
  for (const group of groups) {
    const folder = await build(group, context);
    made.push(...group.binaries.map((name) => look(join(folder, name), context.arch)));
  }
  return made;
}
