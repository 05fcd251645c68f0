import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildExecutable } from "../../deploy/archives/executable.ts";
import { type NodeContext, nodeOf } from "../../deploy/archives/node.ts";
import { platformsOf } from "../../deploy/archives/platforms.ts";
import { buildPlugin } from "../../src/cli/build/plugin.ts";
import { look, type Made } from "./made.ts";

type Context = NodeContext & { readonly arch: string };

interface Lock {
  packages: Record<string, { version: string; integrity: string } | undefined>;
}

const LOCK = join(import.meta.dirname, "../../package-lock.json");

/** The Node.js that the lockfile has for a processor: it is the image's, and that of all commands here. */
export async function fetchNode(context: Context): Promise<Made[]> {
  const name = `node-linux-${context.arch}`;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- npm writes it
  const lock = JSON.parse(readFileSync(LOCK, "utf8")) as Lock;
  const locked = lock.packages[`node_modules/${name}`];
  if (locked === undefined) throw new Error(`package-lock.json has no ${name}`);
  const { version, integrity } = locked;
  const node = await nodeOf({ package: name, version, integrity, executable: "bin/node" }, context);
  return [look(node, context.arch)];
}

/** The plugin as one executable for a processor. */
export async function makePlugin(context: Context): Promise<Made[]> {
  const folder = mkdtempSync(join(tmpdir(), "batchtask-cross-"));
  try {
    const main = join(folder, "plugin.cjs");
    await buildPlugin({ out: main, release: undefined, standalone: true });
    const [platform] = platformsOf([`linux-${context.arch}`]);
    if (platform === undefined) return [];
    return [look(await buildExecutable(platform, { main, folder, context }), context.arch)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
