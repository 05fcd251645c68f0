import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Environment, runOrThrow } from "../../test/cluster/util/run.ts";
import type { Platform } from "./platforms.ts";

export interface NodeContext {
  readonly environment: Environment;
  /** The cache folder: what is there already is not fetched again. */
  readonly cache: string;
  readonly report: (line: string) => void;
}

const FETCH_TIMEOUT_MS = 15 * 60_000;

type Package = Pick<Platform, "package" | "version" | "integrity" | "executable">;

function folderOf({ package: name, version }: Package, { cache }: NodeContext): string {
  return join(cache, "node", `${name}-${version}`);
}

/**
 * Path of the Node.js of a package, fetched by npm where the cache has none.
 * @throws Error where npm has it not, or with other bytes than were pinned
 */
export async function nodeOf(one: Package, context: NodeContext): Promise<string> {
  const { package: name, version, integrity, executable } = one;
  const { environment, report } = context;
  const folder = folderOf(one, context);
  const node = join(folder, "package", executable);
  if (existsSync(node)) return node;
  report(`Fetching ${name}@${version} …`);
  mkdirSync(join(folder, ".."), { recursive: true });
  const part = mkdtempSync(`${folder}.tmp-`);
  try {
    const how = { environment, cwd: part, timeoutMs: FETCH_TIMEOUT_MS };
    const { stdout } = await runOrThrow(["npm", "pack", `${name}@${version}`, "--silent"], how);
    const tarball = join(part, stdout.trim());
    const got = `sha512-${createHash("sha512").update(readFileSync(tarball)).digest("base64")}`;
    if (got !== integrity)
      throw new Error(`${name}@${version} has ${got}, and deploy/archives/platforms.ts pins ${integrity}`);
    await runOrThrow(["tar", "-xzf", tarball, "--exclude=package/include", "--exclude=package/share"], how);
    chmodSync(join(part, "package", executable), 0o755);
    rmSync(tarball);
    renameSync(part, folder);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
  return node;
}
