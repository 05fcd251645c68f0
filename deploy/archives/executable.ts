import { readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { runOrThrow } from "../../test/cluster/util/run.ts";
import { formatOf } from "./format.ts";
import { type NodeContext, nodeOf } from "./node.ts";
import { builderOf, type Platform } from "./platforms.ts";
import { sign } from "./sign.ts";

/** Node's own mark of an executable that has a program of its own in it (src/node_sea.cc): the last digit says so. */
const FUSE = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:1";

export interface ExecutableOptions {
  /** The bundled plugin, without a line for a shell. */
  main: string;
  /** Folder for the executable. */
  folder: string;
  context: NodeContext;
}

/** Name of the plugin's executable: kubectl finds it on the PATH by this. */
export function executableName({ os }: Platform): string {
  return os === "windows" ? "kubectl-batchtask.exe" : "kubectl-batchtask";
}

/**
 * Writes the platform's executable: its Node.js with the plugin in it, by Node's `--build-sea`. What can be seen of another
 * platform's on this machine is checked: its header, and that Node.js will start the plugin.
 * @throws Error where that is not so
 */
export async function buildExecutable(
  platform: Platform,
  { main, folder, context }: ExecutableOptions,
): Promise<string> {
  const [builder, node] = [await nodeOf(builderOf(platform), context), await nodeOf(platform, context)];
  const output = join(folder, executableName(platform));
  const configuration = join(folder, "sea.json");
  // Its name stands in the executable: the same sources give the same bytes.
  const config = { main: basename(main), executable: node, output, disableExperimentalSEAWarning: true };
  // Compiled code is of one processor and one Node.js: src/cli/start keeps that of the user's.
  writeFileSync(configuration, JSON.stringify({ ...config, useCodeCache: false, useSnapshot: false }));
  const { environment } = context;
  await runOrThrow([builder, "--build-sea", configuration], {
    environment,
    cwd: dirname(main),
    timeoutMs: 5 * 60_000,
  });
  if (platform.os === "darwin") await sign(output, context);
  check(output, platform);
  return output;
}

function check(output: string, { key, os, arch }: Platform): void {
  const bytes = readFileSync(output);
  const format = formatOf(bytes);
  if (format?.os !== os || format.arch !== arch)
    throw new Error(
      `The executable for ${key} is of ${format ? `${format.os} ${format.arch}` : "no platform"}`,
    );
  if (!bytes.includes(FUSE)) throw new Error(`The executable for ${key} would start Node.js, not the plugin`);
}
