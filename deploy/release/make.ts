/**
 * Makes the files of a release of this checkout, whose version and changelog are those of the release:
 *
 *   node deploy/release/make.ts [--out dist/release]
 *
 * The image and chart, install.yaml, the plugin's archives and their manifest for krew, an SBOM, the notes and
 * SHA256SUMS. `npm run release` calls it in a work tree of its own. Nothing is signed, pushed or tried.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { CHECKOUT as root, cacheFolder } from "../../test/cluster/layout.ts";
import { runOrThrow } from "../../test/cluster/util/run.ts";
import { PLATFORMS } from "../archives/platforms.ts";
import { bundleAll } from "../image/bundle.ts";
import { readPackage, SOURCE } from "../image/labels.ts";
import { sbomOf } from "../image/sbom.ts";
import { notesOf } from "./changelog.ts";
import { sumsOf } from "./checksums.ts";
import { fileNames } from "./files.ts";
import { makeImage } from "./image.ts";
import { makeInstallFiles } from "./install-files.ts";
import { type BasePackage, withBase } from "./sbom.ts";

const ARCHIVES_MS = 20 * 60_000;

const { values } = parseArgs({ options: { out: { type: "string", default: join(root, "dist/release") } } });
const { out } = values;
const environment = process.env;
const { version } = readPackage(root);
const names = fileNames(version);
const at = (name: string): string => join(out, name);
const notes = notesOf(readFileSync(join(root, "CHANGELOG.md"), "utf8"), version);
if (notes === undefined)
  throw new Error(`CHANGELOG.md says nothing of ${version}: npm run release cuts its section`);

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
writeFileSync(at(names.notes), notes);
const dist = mkdtempSync(join(tmpdir(), "batchtask-bundles-"));
try {
  const folders = await bundleAll(dist);
  const context = { environment, cache: cacheFolder(environment), report: console.error };
  const { digest, packages } = await makeImage({ root, dist, out: at(names.image) }, context);
  const plugins = PLATFORMS.map(({ version }): BasePackage => ({ kind: "node", name: "node", version }));
  const sbom = withBase(sbomOf(root, folders), [...packages, ...plugins]);
  writeFileSync(at(names.sbom), `${JSON.stringify(sbom, undefined, 2)}\n`);
  const files = { root, digest, chart: at(names.chart), install: at(names.install) };
  await makeInstallFiles(files, environment);
} finally {
  rmSync(dist, { recursive: true });
}
const url = `${SOURCE}/releases/download/v${version}/`;
const archives = [process.execPath, join(root, "deploy/archives/main.ts"), "--out", out, "--url", url];
await runOrThrow(archives, { environment, timeoutMs: ARCHIVES_MS });
writeFileSync(at(names.sums), sumsOf(out, [names.sums]));
