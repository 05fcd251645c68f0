import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { binary } from "../cluster/build/binaries.ts";
import type { TarEntry } from "../cluster/image/tar.ts";
import { PAUSE } from "../cluster/node/pause.ts";
import { busyboxArchive } from "../cluster/node/stand-in.ts";
import { runOrThrow } from "../cluster/util/run.ts";
import { pauseImage } from "./files.ts";
import { proxyFiles } from "./proxy-files.ts";
import type { RootOptions } from "./parts.ts";

/** Writes an archive for each image that kubeadm's control plane is made of into the node's root filesystem. */
export async function writeImages(root: string, options: RootOptions): Promise<void> {
  const { parts, version, context } = options;
  const { environment } = context;
  const list = [
    binary(parts.binaries, "kubeadm"),
    "config",
    "images",
    "list",
    "--kubernetes-version",
    version,
  ];
  const { stdout } = await runOrThrow(list, { environment });
  const wanted = stdout.split("\n").filter((line) => line !== "" && !line.includes("/pause:"));
  const folder = join(root, "kind/images");
  mkdirSync(folder, { recursive: true });
  async function write(
    name: string,
    files: readonly TarEntry[],
    entrypoint: readonly string[],
  ): Promise<void> {
    const archive = await busyboxArchive({ names: [name], entrypoint }, context, files);
    writeFileSync(join(folder, `${programOf(name)}.tar`), archive);
  }
  for (const name of wanted) {
    const program = programOf(name);
    const path = `usr/local/bin/${program}`;
    const content = readFileSync(binary(parts.binaries, program));
    const others = program === "kube-proxy" ? await proxyFiles(root, environment) : [];
    await write(name, [{ path, mode: 0o755, content }, ...others], [`/${path}`]);
  }
  const config = readFileSync(join(root, "etc/containerd/config.toml"), "utf8");
  await write(pauseImage(config), [], ["/bin/sh", "-c", PAUSE]);
}

/** `registry/kube-apiserver:v1` → kube-apiserver. */
function programOf(image: string): string {
  return basename(image).replace(/:.*/, "");
}
