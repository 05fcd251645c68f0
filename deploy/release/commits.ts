import { type Environment, run, runOrThrow } from "../../test/cluster/util/run.ts";

/** Calls git in a folder, and returns what it prints. */
export async function git(folder: string, environment: Environment, ...args: string[]): Promise<string> {
  return (await runOrThrow(["git", ...args], { environment, cwd: folder })).stdout.trim();
}

/** Whether a checkout has changes that are not committed, new files among them. */
export async function hasChanges(folder: string, environment: Environment): Promise<boolean> {
  return (await git(folder, environment, "status", "--porcelain")) !== "";
}

/** Whether HEAD is a branch, which a release can go on. */
export async function isOnBranch(folder: string, environment: Environment): Promise<boolean> {
  const asked = await run(["git", "symbolic-ref", "--quiet", "HEAD"], { environment, cwd: folder });
  return asked.code === 0;
}

/** Commits all that has changed in a tree, and returns the commit. */
export async function commitAll(tree: string, message: string, environment: Environment): Promise<string> {
  await git(tree, environment, "add", "--all");
  await git(tree, environment, "commit", "--quiet", "--message", message);
  return await git(tree, environment, "rev-parse", "HEAD");
}

/**
 * Commits for a try, which nobody keeps: the same tree gives the same commit, whoever makes it, and no hook or signature
 * is asked for.
 */
export async function commitForTry(tree: string, message: string, environment: Environment): Promise<string> {
  const date = await git(tree, environment, "log", "-1", "--format=%cI");
  const who = { NAME: "release", EMAIL: "release@localhost", DATE: date };
  const as = ["AUTHOR", "COMMITTER"].flatMap((role) =>
    Object.entries(who).map(([name, value]): [string, string] => [`GIT_${role}_${name}`, value]),
  );
  const settings = { commit_gpgsign: "false", core_hooksPath: "/dev/null" };
  const config = Object.entries(settings).flatMap(([name, value], n): [string, string][] => [
    [`GIT_CONFIG_KEY_${n}`, name.replace("_", ".")],
    [`GIT_CONFIG_VALUE_${n}`, value],
  ]);
  const count: [string, string] = ["GIT_CONFIG_COUNT", String(Object.keys(settings).length)];
  return await commitAll(tree, message, { ...environment, ...Object.fromEntries([...as, ...config, count]) });
}
