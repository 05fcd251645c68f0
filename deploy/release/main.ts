/**
 * Makes a release of HEAD and tries it; see docs/releasing.md.
 *
 *   node deploy/release/main.ts [--dry-run] [--version X.Y.Z] [--key FILE] [--no-cluster]
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHECKOUT as root } from "../../test/cluster/layout.ts";
import { readPackage } from "../image/labels.ts";
import { type Arguments, HELP, readArguments } from "./arguments.ts";
import { git, hasChanges, isOnBranch } from "./commits.ts";
import { keepRelease } from "./keep.ts";
import { type Made, makeRelease } from "./make-release.ts";
import { readPrevious } from "./previous.ts";
import { publishingCommands } from "./publish.ts";
import { createSteps, type Steps } from "./steps.ts";
import { tryRelease } from "./try-release.ts";
import { versionToRelease } from "./versions.ts";
import { outsideOfScript, withWorktree } from "./worktree.ts";

const environment = outsideOfScript(process.env);
const out = join(root, "dist/release");
const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function release(args: Arguments): Promise<void> {
  const previous = readPrevious(root);
  const version = versionToRelease(readPackage(root).version, args.version, previous.version);
  const changed = await hasChanges(root, environment);
  if (changed && !args.dryRun)
    throw new Error("there are changes that are not committed: commit or stash them");
  if (!args.dryRun && !(await isOnBranch(root, environment)))
    throw new Error("HEAD is on no branch: check out the one that the release goes on");
  if (changed) say("Changes that are not committed are not part of it.");
  const head = await git(root, environment, "rev-parse", "HEAD");
  say(`Release ${version} of ${head.slice(0, 12)}, after ${previous.version}, in ${out}`);
  const steps = createSteps(say, () => performance.now());
  const home = mkdtempSync(join(tmpdir(), "batchtask-trial-"));
  try {
    await withWorktree(head, { root, environment }, async (tree) => {
      const paths = { root, tree, out, home };
      const made = await makeRelease({ ...args, version, paths }, steps, environment);
      await tryRelease({ made, previous, paths, cluster: args.cluster }, steps, environment);
      if (!args.dryRun) await keepRelease({ ...made, root, tree }, steps, environment);
      tellEnd(args, made, steps);
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function tellEnd({ dryRun }: Arguments, { version, image }: Made, { summary }: Steps): void {
  say(summary());
  say(
    dryRun ? "A dry run: nothing was committed or tagged. A release would go on with" : "What is left to do:",
  );
  for (const command of publishingCommands(version, image)) say(`  ${command}`);
}

try {
  const args = readArguments(process.argv.slice(2));
  if (args.help) say(HELP);
  else await release(args);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
