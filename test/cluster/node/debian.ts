import { existsSync } from "node:fs";
import { join } from "node:path";
import type { BuildContext } from "../build/build.ts";
import { type Command, findCommand, unpacked } from "../util/debian.ts";

/** Path of runc. */
export async function findRunc(context: BuildContext): Promise<string> {
  return (await findCommand("runc", { package: "runc", path: "usr/sbin/runc" }, context)).path;
}

/** The command that kube-proxy writes the kernel's rules with. */
export async function findNft(context: BuildContext): Promise<Command> {
  return await findCommand("nft", { package: "nftables", path: "usr/sbin/nft" }, context);
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
