import { existsSync, globSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { BuildContext } from "../build/build.ts";
import type { NftCommand } from "../plan/plan.ts";
import { withLock } from "../util/lock.ts";
import { run, type RunOptions, runOrThrow } from "../util/run.ts";
import { which } from "../util/tools.ts";

/** Path of runc: the system's, else from Debian's package, unpacked into the cache. */
export async function findRunc(context: BuildContext): Promise<string> {
  return which("runc", context.environment) ?? join(await unpacked("runc", context), "usr/sbin/runc");
}

/** nft: the system's, else from Debian's package, with the libraries that the system has not. */
export async function findNft(context: BuildContext): Promise<NftCommand> {
  const path = which("nft", context.environment);
  if (path !== undefined) return { path, libraries: undefined };
  const folder = await unpacked("nftables", context);
  const library = globSync(join(folder, "{usr/,}lib/*/libnftables.so.*")).at(0);
  if (library === undefined) throw new Error(`no libnftables in ${folder}`);
  return { path: join(folder, "usr/sbin/nft"), libraries: dirname(library) };
}

/** Path of a static busybox, from Debian's package; the system's own may be linked dynamically. */
export async function findBusybox(context: BuildContext): Promise<string> {
  const folder = await unpacked("busybox-static", context);
  const found = ["bin/busybox", "usr/bin/busybox"]
    .map((path) => join(folder, path))
    .find((path) => existsSync(path));
  if (found === undefined) throw new Error(`no busybox in ${folder}`);
  return found;
}

/** Downloads a Debian package and unpacks it into the cache; the system itself stays as it is. */
async function unpacked(name: string, context: BuildContext): Promise<string> {
  const folder = join(context.cache, "debian", name);
  if (existsSync(folder)) return folder;
  const apt = which("apt-get", context.environment);
  if (apt === undefined || which("dpkg-deb", context.environment) === undefined) {
    throw new Error(
      `The real node needs ${name}, and there is no apt-get to get it with: install runc, nft and a static busybox (Debian packages runc, nftables and busybox-static).`,
    );
  }
  return await withLock({ key: folder, timeoutMs: 300_000, signal: context.signal }, async () => {
    if (!existsSync(folder)) await download(name, folder, context);
    return folder;
  });
}

async function download(name: string, folder: string, context: BuildContext): Promise<void> {
  context.report(`Downloading Debian's ${name} into ${folder} …`);
  const parent = join(folder, "..");
  mkdirSync(parent, { recursive: true });
  for (const entry of readdirSync(parent).filter((entry) => entry.startsWith(`${name}.tmp-`))) {
    rmSync(join(parent, entry), { recursive: true, force: true });
  }
  const temporary = mkdtempSync(`${folder}.tmp-`);
  const options = {
    environment: context.environment,
    cwd: temporary,
    timeoutMs: 120_000,
    signal: context.signal,
  };
  try {
    const tried = await run(["apt-get", "download", ...(await packagesOf(name, options))], options);
    if (tried.code !== 0) {
      await runOrThrow(["apt-get", "update"], options);
      await runOrThrow(["apt-get", "download", ...(await packagesOf(name, options))], options);
    }
    for (const archive of readdirSync(temporary).filter((entry) => entry.endsWith(".deb"))) {
      await runOrThrow(["dpkg-deb", "-x", archive, "root"], options);
    }
    renameSync(join(temporary, "root"), folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** A package and, of the libraries that it needs, those that the system has not. */
async function packagesOf(name: string, options: RunOptions): Promise<string[]> {
  const needs = await run(["apt-cache", "depends", "--recurse", "--important", name], options);
  const libraries = needs.stdout.split("\n").filter((line) => /^lib[a-z0-9]/.test(line));
  if (libraries.length === 0) return [name];
  const format = "--showformat=${db:Status-Status} ${Package}\n";
  const known = await run(["dpkg-query", "--show", format, ...libraries], options);
  const installed = new Set(known.stdout.split("\n"));
  return [name, ...libraries.filter((library) => !installed.has(`installed ${library}`))];
}
