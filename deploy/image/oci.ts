import { createHash } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { z } from "zod";
import { configOf, type Image } from "../../test/cluster/image/archive.ts";
import { type TarEntry, tar, untar } from "../../test/cluster/image/tar.ts";

/** An image for several architectures. */
export interface OciImage {
  /** Full name without tag, as the registry will have it. */
  readonly repository: string;
  readonly tag: string;
  readonly settings: Omit<Image, "names" | "architecture" | "files">;
  readonly platforms: readonly Pick<Image, "architecture" | "files">[];
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

const TYPES = {
  index: "application/vnd.oci.image.index.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar+gzip",
} as const;

/** What containerd names an image by that it imports; also with a digest, as a pod that names one asks for it. */
const IMPORTED_NAME = "io.containerd.image.name";
const REFERENCE = "org.opencontainers.image.ref.name";

/**
 * An archive by the OCI image layout, with one index for all architectures, and the index' digest, by which any registry
 * will know the image. The same image gives the same bytes, as long as zlib is the same.
 */
export function ociArchive(image: OciImage): { archive: Buffer; digest: string } {
  const { repository, tag, settings, platforms } = image;
  const blobs = new Map<string, Buffer>();
  const add = (mediaType: string, content: Buffer): Descriptor => {
    const hash = createHash("sha256").update(content).digest("hex");
    blobs.set(`blobs/sha256/${hash}`, content);
    return { mediaType, digest: `sha256:${hash}`, size: content.length };
  };
  const manifests = platforms.map(({ architecture, files }) => {
    const layer = tar(files);
    const manifest = {
      schemaVersion: 2,
      mediaType: TYPES.manifest,
      config: add(TYPES.config, configOf({ ...settings, architecture }, layer)),
      layers: [add(TYPES.layer, gzipSync(layer, { level: 9 }))],
    };
    return { ...add(TYPES.manifest, json(manifest)), platform: { architecture, os: "linux" } };
  });
  const index = add(TYPES.index, json({ schemaVersion: 2, mediaType: TYPES.index, manifests }));
  const byTag = { [IMPORTED_NAME]: `${repository}:${tag}`, [REFERENCE]: tag };
  const byDigest = { [IMPORTED_NAME]: `${repository}@${index.digest}` };
  const named = [byTag, byDigest].map((annotations) => ({ ...index, annotations }));
  const layout = [
    file("oci-layout", json({ imageLayoutVersion: "1.0.0" })),
    file("index.json", json({ schemaVersion: 2, mediaType: TYPES.index, manifests: named })),
    ...["blobs/", "blobs/sha256/"].map((path): TarEntry => ({ path, mode: 0o755, folder: true })),
    ...[...blobs].map(([path, content]) => file(path, content)),
  ];
  return { archive: tar(layout), digest: index.digest };
}

const file = (path: string, content: Buffer): TarEntry => ({ path, mode: 0o644, content });

const json = (value: object): Buffer => Buffer.from(JSON.stringify(value));

const descriptorSchema = z.looseObject({ digest: z.string() });
const layoutSchema = z.object({ manifests: z.array(descriptorSchema).min(1) });
const indexSchema = z.object({
  manifests: z.array(
    descriptorSchema.extend({ platform: z.object({ architecture: z.string(), os: z.string() }) }),
  ),
});
const manifestSchema = z.object({ layers: z.array(descriptorSchema) });

/** The image of an archive as `ociArchive` writes them: its digest and platforms. @throws Error for another archive */
export function readArchiveIndex(archive: Buffer): { digest: string; platforms: string[] } {
  const { digest, index } = opened(archive);
  return {
    digest,
    platforms: index.manifests.map(({ platform }) => `${platform.os}/${platform.architecture}`),
  };
}

/** The files of an archive's image for an architecture. @throws Error where it has none */
export function filesOf(archive: Buffer, architecture: string): TarEntry[] {
  const { blob, index } = opened(archive);
  const found = index.manifests.find(({ platform }) => platform.architecture === architecture);
  if (found === undefined) throw new Error(`the archive has no image for ${architecture}`);
  const { layers } = manifestSchema.parse(JSON.parse(blob(found.digest).toString()));
  return layers.flatMap((layer) => untar(gunzipSync(blob(layer.digest))));
}

function opened(archive: Buffer) {
  const files = new Map(untar(archive).map(({ path, content }) => [path, content]));
  const read = (path: string): Buffer => {
    const content = files.get(path);
    if (content === undefined) throw new Error(`the archive has no ${path}`);
    return content;
  };
  const blob = (digest: string): Buffer => read(`blobs/${digest.replace(":", "/")}`);
  const { manifests } = layoutSchema.parse(JSON.parse(read("index.json").toString()));
  const digests = new Set(manifests.map(({ digest }) => digest));
  const [digest = "", ...others] = digests;
  if (others.length > 0) throw new Error(`the archive has ${digests.size} images`);
  return { digest, blob, index: indexSchema.parse(JSON.parse(blob(digest).toString())) };
}
