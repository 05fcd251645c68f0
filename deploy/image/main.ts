/**
 * Makes the operator's image without a builder or a registry, as a docker-archive:
 *
 *   node deploy/image/main.ts [--out dist/image.tar] [--name REPOSITORY:TAG]...
 *
 * The image is that of the Dockerfile, but for its base: the Node.js of this checkout and the machine's C library.
 * The same checkout on the same machine gives the same bytes.
 */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { dockerArchive } from "../../test/cluster/image/archive.ts";
import { fullImageName } from "../../test/cluster/image/names.ts";
import { bundle } from "./bundle.ts";
import { imageFiles, USER } from "./files.ts";
import { imageLabels, readPackage, REPOSITORY } from "./labels.ts";

const root = join(import.meta.dirname, "../..");
const dist = join(root, "dist");
const { values } = parseArgs({
  options: {
    out: { type: "string", default: join(dist, "image.tar") },
    name: { type: "string", multiple: true, default: [`${REPOSITORY}:${readPackage(root).version}`] },
  },
});

await bundle(dist);
const architecture = process.arch === "arm64" ? "arm64" : "amd64";
const node = join(root, `node_modules/node-linux-${process.arch}/bin/node`);
const archive = dockerArchive({
  names: values.name.map(fullImageName),
  architecture,
  entrypoint: ["/nodejs/bin/node"],
  command: ["/app/operator.mjs"],
  user: `${USER}:${USER}`,
  workingFolder: "/app",
  labels: imageLabels(root),
  files: imageFiles(node, dist),
});
writeFileSync(values.out, archive);
const digest = createHash("sha256").update(archive).digest("hex");
const megabytes = (archive.length / 1_000_000).toFixed(1);
process.stdout.write(
  `${relative(process.cwd(), values.out)}: ${megabytes} MB, sha256:${digest}, ${values.name.join(", ")}\n`,
);
