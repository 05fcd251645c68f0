import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { runOrThrow } from "../../test/cluster/util/run.ts";
import { CHECKOUT } from "../../test/cluster/layout.ts";
import { type NodeContext, nodeOf } from "./node.ts";
import { builderOf, type Platform } from "./platforms.ts";

/** One platform's archive, as a release has it. */
export interface Archive {
  platform: Platform;
  file: string;
  bytes: number;
  sha256: string;
}

/** The same files give the same bytes. */
const SAME = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner"];

export interface ArchiveOptions {
  /** The executable, alone in its folder but for what goes into the archive. */
  executable: string;
  version: string;
  /** Folder for the archive. */
  out: string;
}

/** Packs an executable with the licenses of what is in it. */
export async function archive(
  platform: Platform,
  { executable, version, out }: ArchiveOptions,
  context: NodeContext,
): Promise<Archive> {
  const folder = join(executable, "..");
  copyFileSync(join(CHECKOUT, "LICENSE"), join(folder, "LICENSE"));
  // Not each package has it; for all of one version it is the same.
  const node = await nodeOf(builderOf(platform), context);
  copyFileSync(join(node, "../../LICENSE"), join(folder, "LICENSE.node"));
  const file = join(out, `kubectl-batchtask-${version}-${platform.key}.tar.gz`);
  await runOrThrow(
    ["tar", ...SAME, "-czf", file, "-C", folder, basename(executable), "LICENSE", "LICENSE.node"],
    { environment: context.environment, timeoutMs: 5 * 60_000 },
  );
  const sha256 = createHash("sha256").update(readFileSync(file)).digest("hex");
  return { platform, file, bytes: statSync(file).size, sha256 };
}
