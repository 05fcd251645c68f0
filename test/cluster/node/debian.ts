import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { BuildContext } from "../build/build.ts";
import { withLock } from "../util/lock.ts";
import { run, runOrThrow } from "../util/run.ts";
import { which } from "../util/tools.ts";

/** Path of runc: the system's, else from Debian's package, unpacked into the cache. */
export async function findRunc(context: BuildContext): Promise<string> {
  return which("runc", context.environment) ?? join(await unpacked("runc", context), "usr/sbin/runc");
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
      `The real node needs ${name}, and there is no apt-get to get it with: install runc and a static busybox (Debian packages runc and busybox-static).`,
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
    const tried = await run(["apt-get", "download", name], options);
    if (tried.code !== 0) {
      await runOrThrow(["apt-get", "update"], options);
      await runOrThrow(["apt-get", "download", name], options);
    }
    const archive = readdirSync(temporary).find((entry) => entry.endsWith(".deb")) ?? "";
    await runOrThrow(["dpkg-deb", "-x", archive, "root"], options);
    renameSync(join(temporary, "root"), folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
