/**
 * Makes the plugin's archives, which need no Node.js:
 *
 *   node deploy/archives/main.ts [--platform linux-x64]... [--release VERSION] [--url URL/] [--out dist/archives]
 *
 * Each has an executable with Node.js and the plugin in it. With --url also the manifest by which krew installs them
 * from there. It runs on Linux; for macOS it needs Go. npm fetches the Node.js of each platform once.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { stringify } from "yaml";
import { buildPlugin } from "../../src/cli/build/plugin.ts";
import { cacheFolder } from "../../test/cluster/layout.ts";
import { type Archive, archive } from "./archive.ts";
import { buildExecutable } from "./executable.ts";
import { krewManifest } from "./krew.ts";
import { platformsOf } from "./platforms.ts";

const { values } = parseArgs({
  options: {
    platform: { type: "string", multiple: true, default: [] },
    release: { type: "string" },
    url: { type: "string" },
    out: { type: "string", default: join(import.meta.dirname, "../../dist/archives") },
  },
});
const { out, url } = values;
if (url !== undefined && !url.endsWith("/")) throw new Error(`--url ${url}: it ends in /`);
const context = { environment: process.env, cache: cacheFolder(process.env), report: console.error };
const work = mkdtempSync(join(tmpdir(), "batchtask-archives-"));
try {
  mkdirSync(out, { recursive: true });
  const main = join(work, "plugin.cjs");
  const { version } = await buildPlugin({ out: main, release: values.release, standalone: true });
  const archives: Archive[] = [];
  for (const platform of platformsOf(values.platform)) {
    const folder = mkdtempSync(join(work, `${platform.key}-`));
    const executable = await buildExecutable(platform, { main, folder, context });
    const made = await archive(platform, { executable, version, out }, context);
    console.log(`${made.file}: ${Math.round(made.bytes / 1024 ** 2)} MiB`);
    archives.push(made);
    rmSync(folder, { recursive: true });
  }
  const sums = archives.map(({ file, sha256 }) => `${sha256}  ${basename(file)}\n`);
  writeFileSync(join(out, "SHA256SUMS"), sums.join(""));
  if (url !== undefined) {
    const manifest = join(out, "batchtask.yaml");
    writeFileSync(manifest, stringify(krewManifest(archives, { url, version })));
    console.log(manifest);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
