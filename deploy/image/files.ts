import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PLUGIN } from "./bundle.ts";
import type { TarEntry } from "../../test/cluster/image/tar.ts";

const text = (path: string, content: string): TarEntry => ({
  path,
  mode: 0o644,
  content: Buffer.from(content),
});

/** The user that the image runs as; Dockerfile, chart and distroless images have the same. */
export const USER = 65_532;

/** How the image starts Node.js, with a small young generation: docs/decisions/0006-resources.md. */
export const ENTRYPOINT = ["/nodejs/bin/node", "--max-semi-space-size=2"] as const;

/** The image's variables; glibc's malloc gives memory back sooner by them: docs/decisions/0006-resources.md. */
export const VARIABLES = {
  NODE_ENV: "production",
  MALLOC_ARENA_MAX: "1",
  MALLOC_MMAP_THRESHOLD_: "16384",
} as const;

/** The files of the image: those of its base, the bundles and the plugin. Nothing of it may be written to by the user. */
export function imageFiles(node: string, dist: string): TarEntry[] {
  return imageOn(systemFiles(node), dist);
}

/** The same on a base that is given. @param dist folder of the bundles */
export function imageOn(base: readonly TarEntry[], dist: string): TarEntry[] {
  const bundles = ["operator.mjs", "install-check.mjs", PLUGIN].map((name) => ({
    path: `app/${name}`,
    mode: 0o444,
    content: readFileSync(join(dist, name)),
  }));
  return withFolders([...base, ...bundles]);
}

/** The files of a base for the Dockerfile. */
export function baseFiles(node: string): TarEntry[] {
  return withFolders(systemFiles(node));
}

/** Node.js with the libraries that it asks for; no shell, no package manager. */
function systemFiles(node: string): TarEntry[] {
  const libraries = librariesOf(node).map((library) => ({
    path: library.replace(/^\//, ""),
    mode: 0o755,
    content: readFileSync(library),
  }));
  return [{ path: "nodejs/bin/node", mode: 0o755, content: readFileSync(node) }, ...libraries, ...users()];
}

/** root and the image's own user. */
export function users(): TarEntry[] {
  return [
    text(
      "etc/passwd",
      `root:x:0:0:root:/:/sbin/nologin\nnonroot:x:${USER}:${USER}:nonroot:/:/sbin/nologin\n`,
    ),
    text("etc/group", `root:x:0:\nnonroot:x:${USER}:\n`),
  ];
}

/** Absolute paths of the shared libraries and the loader, as the loader names them. */
function librariesOf(binary: string): string[] {
  const lines = execFileSync("ldd", [binary], { encoding: "utf8" }).split("\n");
  const found = lines.flatMap((line) => /(?:=> )?(\/\S+) \(0x/.exec(line)?.[1] ?? []);
  if (found.length === 0) throw new Error(`ldd names no libraries of ${binary}`);
  return found.toSorted();
}

function withFolders(files: readonly TarEntry[]): TarEntry[] {
  const folders = new Set<string>(["proc", "sys", "dev", "tmp"]);
  for (const { path } of files)
    for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) folders.add(folder);
  const entries = [...folders]
    .toSorted()
    .map((path) => ({ path: `${path}/`, mode: path === "tmp" ? 0o1777 : 0o755, folder: true }));
  return [...entries, ...files];
}
