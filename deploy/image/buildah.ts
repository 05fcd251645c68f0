import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BuildContext } from "../../test/cluster/build/build.ts";
import { archiveOf } from "../../test/cluster/image/archive.ts";
import { readArchive } from "../../test/cluster/image/read.ts";
import { type Command, findCommand } from "../../test/cluster/util/debian.ts";
import { type Environment, runOrThrow } from "../../test/cluster/util/run.ts";

/** buildah: the system's, else Debian's. Throws where neither is to be had. */
export async function findBuildah(context: BuildContext): Promise<Command> {
  return await findCommand("buildah", { package: "buildah", path: "usr/bin/buildah" }, context);
}

/** What is built: the Dockerfile of a checkout, on a base that is at hand. */
export interface DockerfileBuild {
  readonly root: string;
  /** A docker-archive. */
  readonly base: Buffer;
  readonly names: readonly string[];
  readonly arguments: Readonly<Record<string, string>>;
}

/**
 * Builds the Dockerfile from the bundles in dist, without any network or registry, into a docker-archive; the same
 * bundles, base and arguments give the same bytes. The machine's own images and settings of containers are neither
 * used nor changed. Needs root.
 */
export async function buildDockerfile(
  build: DockerfileBuild,
  buildah: Command,
  environment: Environment,
): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "batchtask-buildah-"));
  const at = (name: string): string => join(folder, name);
  try {
    writeFileSync(at("base.tar"), build.base);
    writeFileSync(at("policy.json"), '{"default":[{"type":"insecureAcceptAnything"}]}');
    writeFileSync(at("containers.conf"), `[network]\nnetwork_config_dir = "${at("networks")}"\n`);
    writeFileSync(at("storage.conf"), '[storage]\ndriver = "vfs"\n');
    writeFileSync(at("registries.conf"), "");
    const values = { ...build.arguments, BUNDLE: "prebuilt", BASE_IMAGE: `docker-archive:${at("base.tar")}` };
    await runOrThrow(
      [
        buildah.path,
        `--root=${at("root")}`,
        `--runroot=${at("run")}`,
        `--registries-conf=${at("registries.conf")}`,
        "build",
        `--signature-policy=${at("policy.json")}`,
        "--isolation=chroot",
        "--timestamp=0",
        "--identity-label=false",
        ...Object.entries(values).map(([name, value]) => `--build-arg=${name}=${value}`),
        `--tag=docker-archive:${at("image.tar")}`,
        build.root,
      ],
      {
        timeoutMs: 300_000,
        environment: {
          ...environment,
          ...(buildah.libraries === undefined ? {} : { LD_LIBRARY_PATH: buildah.libraries }),
          TMPDIR: folder,
          CONTAINERS_CONF: at("containers.conf"),
          CONTAINERS_STORAGE_CONF: at("storage.conf"),
        },
      },
    );
    const { config, layers } = readArchive(readFileSync(at("image.tar")));
    return archiveOf(build.names, config, layers);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
