import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Environment, runOrThrow } from "../../test/cluster/util/run.ts";

const INSTALL_MS = 10 * 60_000;

/**
 * A commit in a work tree of its own, with what its lock names installed, for as long as `use` takes; the checkout stays
 * as it is.
 */
export async function withWorktree<T>(
  commit: string,
  { root, environment }: { root: string; environment: Environment },
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "batchtask-release-"));
  const tree = join(folder, "tree");
  const inRoot = { environment, cwd: root };
  try {
    await runOrThrow(["git", "worktree", "add", "--quiet", "--detach", tree, commit], inRoot);
    const install = ["npm", "ci", "--prefer-offline", "--no-audit", "--no-fund"];
    await runOrThrow(install, { environment, cwd: tree, timeoutMs: INSTALL_MS });
    return await use(tree);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await runOrThrow(["git", "worktree", "prune"], inRoot);
  }
}

const OF_SCRIPT = /^(INIT_CWD|npm_(lifecycle|package|config_local_prefix|command)\w*)$/;

/** The environment without what npm tells its scripts of their own package. Pure. */
export function outsideOfScript(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !OF_SCRIPT.test(name)));
}
