/**
 * Bundles kubectl-batchtask into one executable file.
 *
 *   node src/cli/build/main.ts [--out FILE] [--release VERSION]
 */
import { parseArgs } from "node:util";
import { buildPlugin } from "./plugin.ts";

const { values } = parseArgs({
  options: {
    out: { type: "string", default: "dist/kubectl-batchtask" },
    release: { type: "string" },
  },
});
const { bytes } = await buildPlugin(values);
console.log(`${values.out}: ${Math.round(bytes / 1024)} KiB`);
