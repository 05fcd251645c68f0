import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Environment, runOrThrow } from "../../../test/cluster/util/run.ts";
import type { Release } from "./files.ts";

/**
 * Unpacks the plugin out of the archive for this machine, and has it say its version, with no other program at hand.
 * @returns its path
 */
export async function tryPlugin(
  { folder, version }: Release,
  home: string,
  environment: Environment,
): Promise<string> {
  const archive = `kubectl-batchtask-${version}-linux-${process.arch}.tar.gz`;
  if (!readdirSync(folder).includes(archive)) throw new Error(`there is no ${archive}`);
  const unpacked = join(home, "plugin");
  mkdirSync(unpacked);
  await runOrThrow(["tar", "-xzf", join(folder, archive), "-C", unpacked], { environment });
  const plugin = join(unpacked, "kubectl-batchtask");
  const { stdout } = await runOrThrow([plugin, "version", "--client"], {
    environment: { PATH: "", HOME: home },
  });
  if (!stdout.includes(`Client Version: ${version}\n`)) throw new Error(`${archive} says ${stdout.trim()}`);
  return plugin;
}
