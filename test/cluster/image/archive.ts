import { createHash } from "node:crypto";
import { type TarEntry, tar } from "./tar.ts";

/** An image to be written. */
export interface Image {
  /** Full names, with host and tag. */
  readonly names: readonly string[];
  readonly architecture: "amd64" | "arm64";
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly user?: string;
  readonly workingFolder?: string;
  /** By the names of the OCI image specification: org.opencontainers.image.*. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly files: readonly TarEntry[];
}

const PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

function entry(path: string, content: Buffer): TarEntry {
  return { path, mode: 0o644, content };
}

function digest(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

/** The image as a docker-archive with one layer; the same image always gives the same bytes. */
export function dockerArchive(image: Image): Buffer {
  const layer = tar(image.files);
  const layerDigest = digest(layer);
  const config = Buffer.from(
    JSON.stringify({
      architecture: image.architecture,
      os: "linux",
      config: {
        Env: [PATH],
        ...(image.entrypoint === undefined ? {} : { Entrypoint: image.entrypoint }),
        ...(image.command === undefined ? {} : { Cmd: image.command }),
        ...(image.user === undefined ? {} : { User: image.user }),
        ...(image.workingFolder === undefined ? {} : { WorkingDir: image.workingFolder }),
        ...(image.labels === undefined ? {} : { Labels: image.labels }),
      },
      rootfs: { type: "layers", diff_ids: [`sha256:${layerDigest}`] },
      history: [{ created_by: "batchtask test/cluster" }],
    }),
  );
  const manifest = [
    { Config: `${digest(config)}.json`, RepoTags: image.names, Layers: [`${layerDigest}.tar`] },
  ];
  return tar([
    entry(`${digest(config)}.json`, config),
    entry(`${layerDigest}.tar`, layer),
    entry("manifest.json", Buffer.from(JSON.stringify(manifest))),
  ]);
}
