import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatOf } from "../../archives/format.ts";
import { filesOf } from "../../image/oci.ts";
import { type TarEntry } from "../../../test/cluster/image/tar.ts";
import { cacheFolder } from "../../../test/cluster/layout.ts";
import { findCommand } from "../../../test/cluster/util/debian.ts";
import { type Environment, runOrThrow } from "../../../test/cluster/util/run.ts";
import { fileNames } from "../files.ts";
import type { Outcome } from "../steps.ts";
import type { Release } from "./files.ts";

/** What plays the processor that this machine has not. */
const PLAYERS = {
  arm64: { command: "qemu-aarch64-static", arch: "arm64" },
  amd64: { command: "qemu-x86_64-static", arch: "x64" },
} as const;

const PACKAGE = "qemu-user-static";
const START_MS = 3 * 60_000;

/**
 * Starts operator and plugin out of the image for the other architecture, by its own loader and libraries, in QEMU.
 * Each executable and library must be of that architecture.
 */
export async function tryOtherPlatform(
  { folder, version }: Release,
  home: string,
  environment: Environment,
): Promise<Outcome> {
  const architecture = process.arch === "arm64" ? "amd64" : "arm64";
  const files = filesOf(readFileSync(join(folder, fileNames(version).image)), architecture);
  const foreign = files.filter(
    (one) => isElf(one) && formatOf(one.content ?? Buffer.alloc(0))?.arch !== architecture,
  );
  if (foreign.length > 0)
    throw new Error(`not of ${architecture}: ${foreign.map(({ path }) => path).join(", ")}`);
  const { command } = PLAYERS[architecture];
  let player: string;
  try {
    const debian = { package: PACKAGE, path: `usr/bin/${command}` };
    const context = { environment, cache: cacheFolder(environment), report: () => {}, signal: undefined };
    player = (await findCommand(command, debian, context)).path;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { skipped: `its files are of ${architecture}; it can't be started here: ${why}` };
  }
  const root = join(home, architecture);
  try {
    unpack(files, root);
    const node = [player, "-L", root, join(root, "nodejs/bin/node")];
    const how = { environment: {}, cwd: root, timeoutMs: START_MS };
    const help = await runOrThrow([...node, join(root, "app/operator.mjs"), "--help"], how);
    if (!help.stdout.includes("--leader-elect")) throw new Error(`the operator says ${help.stdout}`);
    const plugin = await runOrThrow(
      [...node, join(root, "app/kubectl-batchtask"), "version", "--client"],
      how,
    );
    if (!plugin.stdout.includes(version)) throw new Error(`the plugin says ${plugin.stdout}`);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
  return undefined;
}

const isElf = ({ content }: TarEntry): boolean =>
  content !== undefined && content.subarray(0, 4).toString("latin1") === "\u007FELF";

function unpack(files: readonly TarEntry[], root: string): void {
  mkdirSync(root, { recursive: true });
  for (const { path, mode, content, folder } of files) {
    const file = join(root, path);
    if (folder === true) mkdirSync(file, { recursive: true });
    else if (content !== undefined) writeFileSync(file, content);
    chmodSync(file, mode);
  }
}
