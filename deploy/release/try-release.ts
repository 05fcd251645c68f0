import { join } from "node:path";
import { type Environment, runOrThrow } from "../../test/cluster/util/run.ts";
import type { Made, Paths } from "./make-release.ts";
import { type Previous, whyNotHere } from "./previous.ts";
import type { Steps } from "./steps.ts";
import { tryInstall } from "./verify/install.ts";
import { tryOtherPlatform } from "./verify/platforms.ts";
import { tryPlugin } from "./verify/plugin.ts";
import { type PreviousFiles, tryUpgrade, WAYS } from "./verify/upgrade.ts";
import { whyNoCluster } from "./verify/world.ts";
import { withWorktree } from "./worktree.ts";

const IMAGE_MS = 5 * 60_000;

interface Trying {
  readonly made: Made;
  readonly previous: Previous;
  readonly paths: Paths;
  readonly cluster: boolean;
}

/** Tries a release from its files alone; the release before is built from its commit. */
export async function tryRelease(
  { made: { version, image }, previous, paths, cluster }: Trying,
  { step }: Steps,
  environment: Environment,
): Promise<void> {
  const { root, out, home } = paths;
  const release = { folder: out, version };
  let plugin = "";
  await step("the plugin starts out of its archive", async () => {
    plugin = await tryPlugin(release, home, environment);
  });
  await step("the image for the other processor starts", () => tryOtherPlatform(release, home, environment));
  const noCluster = cluster ? whyNoCluster() : "--no-cluster";
  const trial = { ...release, plugin, environment, home };
  await step("install.yaml installs, a task runs", async () => {
    if (noCluster !== undefined) return { skipped: noCluster };
    await tryInstall(trial, image);
    return undefined;
  });
  const noPrevious = noCluster ?? (await whyNotHere(previous, root, environment));
  const upgrades = async (files: PreviousFiles | undefined): Promise<void> => {
    for (const way of WAYS)
      await step(`an upgrade from ${previous.version} by ${way.name} restarts no task`, async () => {
        if (files === undefined) return { skipped: noPrevious ?? "" };
        await tryUpgrade(trial, { way, image, previous: files });
        return undefined;
      });
  };
  if (noPrevious !== undefined) return await upgrades(undefined);
  await withWorktree(previous.commit, { root, environment }, async (tree) => {
    const files = {
      image: join(home, "previous.tar"),
      chart: join(tree, "deploy/chart"),
      install: join(tree, "deploy/install.yaml"),
    };
    await step(`${previous.version} is built from its commit`, async () => {
      const make = ["npm", "run", "image", "--", "--out", files.image];
      await runOrThrow(make, { environment, cwd: tree, timeoutMs: IMAGE_MS });
    });
    await upgrades(files);
  });
}
