/**
 * Bundles kubectl-batchtask into one executable file.
 *
 *   node src/cli/build/main.ts [--out FILE] [--release VERSION]
 *
 * It needs a Node.js; deploy/archives makes archives that need none.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { buildPlugin } from "./plugin.ts";

const FOLDER = "dist";

const { values } = parseArgs({
  options: {
    out: { type: "string", default: `${FOLDER}/kubectl-batchtask` },
    release: { type: "string" },
  },
});
const { bytes, version } = await buildPlugin(values);
// What `npm pack ./dist` packs: the one file, with nothing to fetch. The bundle is CommonJS, which a file without an
// extension is anywhere but in this package.
const manifest = {
  name: "kubectl-batchtask",
  version,
  description: "kubectl batchtask: lint, convert, run and explain BatchTasks",
  license: "Apache-2.0",
  type: "commonjs",
  bin: { "kubectl-batchtask": "kubectl-batchtask" },
  files: ["kubectl-batchtask"],
  engines: { node: ">=22.19.0" },
};
await mkdir(FOLDER, { recursive: true });
await writeFile(`${FOLDER}/package.json`, `${JSON.stringify(manifest, undefined, 2)}\n`);
console.log(`${values.out}: ${version}, ${Math.round(bytes / 1024)} KiB`);
