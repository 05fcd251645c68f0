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
  /** Variables beside PATH, as NAME=value. */
  readonly env?: readonly string[];
  readonly port?: number;
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

/** The configuration of an image with this one layer, uncompressed. */
export function configOf(image: Omit<Image, "names" | "files">, layer: Buffer): Buffer {
  return Buffer.from(
    JSON.stringify({
      architecture: image.architecture,
      os: "linux",
      config: {
        Env: [PATH, ...(image.env ?? [])],
        ...(image.entrypoint === undefined ? {} : { Entrypoint: image.entrypoint }),
        ...(image.command === undefined ? {} : { Cmd: image.command }),
        ...(image.user === undefined ? {} : { User: image.user }),
        ...(image.workingFolder === undefined ? {} : { WorkingDir: image.workingFolder }),
        ...(image.port === undefined ? {} : { ExposedPorts: { [`${image.port}/tcp`]: {} } }),
        ...(image.labels === undefined ? {} : { Labels: image.labels }),
      },
      rootfs: { type: "layers", diff_ids: [`sha256:${digest(layer)}`] },
      history: [{ created_by: "batchtask test/cluster" }],
    }),
  );
}

/** The image as a docker-archive with one layer; the same image always gives the same bytes. */
export function dockerArchive(image: Image): Buffer {
  const layer = tar(image.files);
  return archiveOf(image.names, configOf(image, layer), [layer]);
}

/** A docker-archive of an image's configuration and uncompressed layers, the lowest first. */
export function archiveOf(names: readonly string[], config: Buffer, layers: readonly Buffer[]): Buffer {
  const configFile = entry(`${digest(config)}.json`, config);
  const layerFiles = layers.map((layer) => entry(`${digest(layer)}.tar`, layer));
  const manifest = [{ Config: configFile.path, RepoTags: names, Layers: layerFiles.map(({ path }) => path) }];
  return tar([configFile, ...layerFiles, entry("manifest.json", Buffer.from(JSON.stringify(manifest)))]);
}
