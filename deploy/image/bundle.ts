/**
 * Bundles the operator, and the check that `helm test` runs, into one file each, dist/*.mjs, and the plugin beside them.
 *
 *   node deploy/image/bundle.ts
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { buildPlugin, inputsOf } from "../../src/cli/build/plugin.ts";
import { kubeconfigOnly } from "../../src/cli/build/kubeconfig-only.ts";
import { undiciCore } from "../../src/cli/build/undici-core.ts";

const root = join(import.meta.dirname, "../..");

/** The bundles' entry points, by name. */
const ENTRIES = {
  operator: "./src/operator/main.ts",
  "install-check": "./src/operator/install-check/main.ts",
};

/** CommonJS inside an ES module still asks for these. */
const COMMON_JS = `import { createRequire as __createRequire } from "node:module";
import { dirname as __dirnameOf } from "node:path";
const require = __createRequire(import.meta.url);
const __filename = import.meta.filename;
const __dirname = __dirnameOf(__filename);`;

const PACKAGE_FOLDER = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;

/**
 * Writes the bundles into the folder; the same sources give the same bytes. Returns the folders, below the checkout,
 * of the packages that have code in them.
 * @param from the tree with the sources; default: this one
 */
export async function bundle(outdir: string, from = root): Promise<string[]> {
  mkdirSync(outdir, { recursive: true });
  const { metafile } = await build({
    entryPoints: ENTRIES,
    outdir,
    outExtension: { ".js": ".mjs" },
    absWorkingDir: from,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    banner: { js: COMMON_JS },
    plugins: [kubeconfigOnly, undiciCore],
    minifyWhitespace: true,
    // Whether a tsconfig.json is there must not change a byte.
    tsconfigRaw: {},
    legalComments: "linked",
    logLevel: "warning",
    metafile: true,
  });
  return packagesOf(inputsOf(metafile));
}

/**
 * All that is in the image beside Node.js: the bundles, and the plugin, for hooks that run a task and wait for it. Returns
 * as `bundle` does.
 */
export async function bundleAll(outdir: string): Promise<string[]> {
  const own = await bundle(outdir);
  const { inputs } = await buildPlugin({ out: join(outdir, PLUGIN) });
  return [...new Set([...own, ...packagesOf(inputs)])];
}

/** The plugin's file in the image and beside the bundles. */
export const PLUGIN = "kubectl-batchtask";

const packagesOf = (files: readonly string[]): string[] => [
  ...new Set(files.flatMap((file) => PACKAGE_FOLDER.exec(file)?.[0] ?? [])),
];

if (import.meta.main) await bundleAll(join(root, "dist"));
