import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../test/cluster/util/run.ts";
import { setVersion } from "./bump.ts";
import { commitAll, git } from "./commits.ts";
import type { Made, Paths } from "./make-release.ts";
import { PREVIOUS, previousText } from "./previous.ts";
import type { Steps } from "./steps.ts";
import { versionAfter } from "./versions.ts";

/**
 * Tags the release's commit, begins the version after it, and has the checkout's branch go on from there. Nothing is
 * pushed.
 * @throws Error where the branch went on meanwhile
 */
export async function keepRelease(
  { version, commit, root, tree }: Pick<Made, "version" | "commit"> & Pick<Paths, "root" | "tree">,
  { step }: Steps,
  environment: Environment,
): Promise<void> {
  const next = versionAfter(version);
  await step(`tag v${version}, and ${next} begins`, async () => {
    await setVersion(tree, next, environment);
    writeFileSync(join(tree, PREVIOUS), previousText({ version, commit }));
    const after = await commitAll(tree, `Begin ${next}`, environment);
    await git(root, environment, "merge", "--quiet", "--ff-only", after);
    await git(root, environment, "tag", "--annotate", `v${version}`, commit, "--message", version);
  });
}
