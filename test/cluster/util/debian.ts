import { existsSync, globSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { BuildContext } from "../build/build.ts";
import { withLock } from "./lock.ts";
import { run, type RunOptions, runOrThrow } from "./run.ts";
import { which } from "./tools.ts";

/** A command, and what it needs to run. */
export interface Command {
  readonly path: string;
  /** Folders of shared libraries that the system has not, as LD_LIBRARY_PATH has them. */
  readonly libraries: string | undefined;
}

/** A command: the system's, else from Debian's package, with the libraries that the system has not. */
export async function findCommand(
  name: string,
  debian: { package: string; path: string },
  context: BuildContext,
): Promise<Command> {
  const path = which(name, context.environment);
  if (path !== undefined) return { path, libraries: undefined };
  const folder = await unpacked(debian.package, context);
  const libraries = globSync(join(folder, "{usr/,}lib/*-linux-gnu*")).join(":");
  return { path: join(folder, debian.path), libraries: libraries || undefined };
}

/** Folder of a Debian package, unpacked into the cache; the system itself stays as it is. */
export async function unpacked(name: string, context: BuildContext): Promise<string> {
  const folder = join(context.cache, "debian", name);
  if (existsSync(folder)) return folder;
  const apt = which("apt-get", context.environment);
  if (apt === undefined || which("dpkg-deb", context.environment) === undefined) {
    throw new Error(`there is no ${name}, and no apt-get to get Debian's with: install it`);
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
