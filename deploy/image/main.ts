/**
 * Makes the operator's image without a registry, as a docker-archive:
 *
 *   node deploy/image/main.ts [--dockerfile] [--out dist/image.tar] [--name REPOSITORY:TAG]...
 *
 * The base is the Node.js of this checkout and the machine's C library. Without --dockerfile no builder is needed,
 * and the image is what the Dockerfile makes of that base; with it, buildah builds the Dockerfile itself, as root.
 * The same checkout on the same machine gives the same bytes.
 */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { dockerArchive } from "../../test/cluster/image/archive.ts";
import { fullImageName } from "../../test/cluster/image/names.ts";
import { cacheFolder } from "../../test/cluster/layout.ts";
import { buildDockerfile, findBuildah } from "./buildah.ts";
import { bundleAll } from "./bundle.ts";
import { baseFiles, imageFiles } from "./files.ts";
import { buildArguments, readPackage, REPOSITORY } from "./labels.ts";
import { settingsOf } from "./settings.ts";

const root = join(import.meta.dirname, "../..");
const dist = join(root, "dist");
const { values } = parseArgs({
  options: {
    dockerfile: { type: "boolean", default: false },
    out: { type: "string", default: join(dist, "image.tar") },
    name: { type: "string", multiple: true, default: [`${REPOSITORY}:${readPackage(root).version}`] },
  },
});
const names = values.name.map(fullImageName);
const architecture = process.arch === "arm64" ? "arm64" : "amd64";
const node = join(root, `node_modules/node-linux-${process.arch}/bin/node`);

function byHand(): Buffer {
  return dockerArchive({ ...settingsOf(root), names, architecture, files: imageFiles(node, dist) });
}

async function byDockerfile(): Promise<Buffer> {
  const environment = process.env;
  const report = console.error;
  const cache = cacheFolder(environment);
  const buildah = await findBuildah({ environment, cache, report, signal: undefined });
  const base = dockerArchive({ names: ["localhost/node:24"], architecture, files: baseFiles(node) });
  return await buildDockerfile({ root, base, names, arguments: buildArguments(root) }, buildah, environment);
}

await bundleAll(dist);
const archive = values.dockerfile ? await byDockerfile() : byHand();
writeFileSync(values.out, archive);
const digest = createHash("sha256").update(archive).digest("hex");
const megabytes = (archive.length / 1_000_000).toFixed(1);
process.stdout.write(
  `${relative(process.cwd(), values.out)}: ${megabytes} MB, sha256:${digest}, ${values.name.join(", ")}\n`,
);
