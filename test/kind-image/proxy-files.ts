import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import type { TarEntry } from "../cluster/image/tar.ts";
import { type Environment, runOrThrow } from "../cluster/util/run.ts";

/** What kube-proxy writes the kernel's rules with. */
const PROGRAM = "usr/sbin/xtables-nft-multi";
const NAMES = ["iptables", "ip6tables"].flatMap((name) => [name, `${name}-save`, `${name}-restore`]);

/** iptables of a node's root filesystem, with the libraries of it and of its extensions, for kube-proxy's image. */
export async function proxyFiles(root: string, environment: Environment): Promise<TarEntry[]> {
  async function librariesOf(paths: readonly string[]): Promise<string[]> {
    const argv = ["chroot", root, "ldd", ...paths.map((path) => `/${path}`)];
    return libraryPaths((await runOrThrow(argv, { environment })).stdout);
  }
  const extensions = extensionFiles(root, await librariesOf([PROGRAM]));
  const libraries = await librariesOf([PROGRAM, ...extensions]);
  const links = NAMES.map((name) => ({ path: `bin/${name}`, mode: 0o777, link: "xtables-nft-multi" }));
  const files = [...libraries, ...extensions].map((path) => ({
    path,
    mode: 0o755,
    content: readFileSync(join(root, path)),
  }));
  const program = { path: "bin/xtables-nft-multi", mode: 0o755, content: readFileSync(join(root, PROGRAM)) };
  return [program, ...links, ...files];
}

/** Paths of the libraries that ldd tells of files, each once. */
export function libraryPaths(told: string): string[] {
  const paths = told.split("\n").flatMap((line) => /\/(\S+) \(0x/.exec(line)?.[1] ?? []);
  return [...new Set(paths)];
}

/** The matches and targets that iptables loads as it runs. */
function extensionFiles(root: string, libraries: readonly string[]): string[] {
  const folder = libraries.find((path) => path.includes("linux-gnu/"))?.replace(/\/[^/]*$/, "/xtables") ?? "";
  const place = folder.startsWith("usr/") ? folder : `usr/${folder}`;
  return readdirSync(join(root, place))
    .map((name) => join(place, name))
    .filter((path) => !lstatSync(join(root, path)).isSymbolicLink() || isFile(root, path));
}

function isFile(root: string, path: string): boolean {
  return !readlinkSync(join(root, path)).startsWith("/");
}
