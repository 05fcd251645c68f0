import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Environment, runOrThrow } from "../../test/cluster/util/run.ts";
import type { Arguments } from "./arguments.ts";
import { setVersion } from "./bump.ts";
import { cutChangelog } from "./changelog.ts";
import { commitAll, commitForTry } from "./commits.ts";
import { fileNames } from "./files.ts";
import { sign, SIGNERS } from "./sign.ts";
import type { Steps } from "./steps.ts";
import { checkFiles } from "./verify/files.ts";

/** Folders of a release in the making. */
export interface Paths {
  /** The checkout. */
  readonly root: string;
  /** The work tree that becomes the release. */
  readonly tree: string;
  /** For its files. */
  readonly out: string;
  /** For what is thrown away at the end. */
  readonly home: string;
}

/** A release that was made. */
export interface Made {
  readonly version: string;
  readonly commit: string;
  /** Its image, by digest. */
  readonly image: string;
}

interface Making extends Pick<Arguments, "dryRun" | "key"> {
  readonly version: string;
  readonly paths: Paths;
}

const MAKE_MS = 30 * 60_000;

/** Writes version and changelog into the tree, commits that, and makes all files from it. */
export async function makeRelease(
  { version, dryRun, key, paths }: Making,
  { step, say }: Steps,
  environment: Environment,
): Promise<Made> {
  const { root, tree, out } = paths;
  let [commit, image] = ["", ""];
  await step(`version ${version} in all places, changelog`, async () => {
    const changelog = join(tree, "CHANGELOG.md");
    const today = new Date().toISOString().slice(0, 10);
    writeFileSync(changelog, cutChangelog(readFileSync(changelog, "utf8"), version, today));
    await setVersion(tree, version, environment);
    commit = await (dryRun ? commitForTry : commitAll)(tree, `Release ${version}`, environment);
  });
  await step("image, chart, install.yaml, plugin archives, SBOM, sums", async () => {
    const make = ["npm", "run", "release:make", "--", "--out", out];
    await runOrThrow(make, { environment, cwd: tree, timeoutMs: MAKE_MS });
  });
  await step("signature", async () => {
    if (key === undefined) return { skipped: "no --key" };
    const line = await sign(join(out, fileNames(version).sums), key, { root, environment });
    if (line !== undefined) say(`${SIGNERS} is not there; for this key it is:\n${line.trim()}`);
    return undefined;
  });
  await step("the files agree", async () => {
    image = await checkFiles({ folder: out, version }, environment);
  });
  return { version, commit, image };
}
