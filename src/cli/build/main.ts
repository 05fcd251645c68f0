/**
 * Bundles kubectl-batchtask into one executable file.
 *
 *   node src/cli/build/main.ts [--out FILE] [--release VERSION] [--krew URL]
 *
 * With --krew also the archive that will be at the URL, and the manifest by which krew installs it.
 */
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { writeKrew } from "./krew.ts";
import { buildPlugin } from "./plugin.ts";

const FOLDER = "dist";

const { values } = parseArgs({
  options: {
    out: { type: "string", default: `${FOLDER}/kubectl-batchtask` },
    release: { type: "string" },
    krew: { type: "string" },
  },
});
const { bytes, version } = await buildPlugin(values);
// The bundle is CommonJS, which a file without an extension is anywhere but in this package.
await writeFile(`${FOLDER}/package.json`, '{ "type": "commonjs" }\n');
console.log(`${values.out}: ${version}, ${Math.round(bytes / 1024)} KiB`);
if (values.krew !== undefined) {
  const { manifest } = await writeKrew({ out: values.out, url: values.krew, version });
  console.log(manifest);
}
