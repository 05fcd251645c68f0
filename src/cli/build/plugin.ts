import { createHash } from "node:crypto";
import { chmod, mkdir, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Metafile, type Plugin } from "esbuild";
import { EXIT } from "../exit-codes.ts";
import { loadSchemas } from "../lint/schemas.ts";
import { kubeconfigOnly } from "./kubeconfig-only.ts";
import { buildPage } from "./page.ts";
import { undiciCore } from "./undici-core.ts";

const ROOT = new URL("../../../", import.meta.url);

export interface PluginOptions {
  /** The executable to write. */
  out: string;
  /** Default: the version of package.json. */
  release?: string | undefined;
  /** For an executable that has its Node.js in it: without a line for a shell, and any question of Node's version. */
  standalone?: boolean;
}

export interface BuiltPlugin {
  bytes: number;
  version: string;
  /** The files that have code in it, below the checkout. */
  inputs: string[];
}

/** The first thing that runs, in words that any Node.js understands: what is missing in an old one shows late and badly. */
const REFUSE_OLD_NODE = `(function () {
  var v = process.versions.node.split(".").map(Number);
  if (v[0] > 22 || (v[0] === 22 && v[1] >= 19)) return;
  process.stderr.write("error: kubectl-batchtask needs Node.js 22.19 or newer, and this is " + process.version + ". Put a newer one on your PATH\\n");
  process.exit(${EXIT.Usage});
})();`;

const COMMON = {
  bundle: true,
  platform: "node",
  // Of ES modules the imports of all parts would be loaded at every start, node:https first of all.
  format: "cjs",
  target: "node22.19",
  minify: true,
  // Whether a tsconfig.json is there must not change a byte.
  tsconfigRaw: {},
  legalComments: "none",
  logLevel: "warning",
} as const;

/** Writes the bundle: one file that needs nothing but Node.js, and starts by src/cli/start. */
export async function buildPlugin({ out, release, standalone = false }: PluginOptions): Promise<BuiltPlugin> {
  const version = release ?? (await packageVersion());
  await mkdir(dirname(out), { recursive: true });
  const plugin = await build({
    ...COMMON,
    entryPoints: [new URL("src/cli/main.ts", ROOT).pathname],
    absWorkingDir: fileURLToPath(ROOT),
    write: false,
    metafile: true,
    keepNames: true,
    define: { BATCHTASK_VERSION: JSON.stringify(version) },
    plugins: [readyMadeSchemas, readyMadePage, kubeconfigOnly, undiciCore],
  });
  const code = plugin.outputFiles[0]?.text ?? "";
  const hash = createHash("sha256").update(code).digest("hex").slice(0, 16);
  await build({
    ...COMMON,
    entryPoints: [new URL("src/cli/start/main.ts", ROOT).pathname],
    outfile: out,
    ...(!standalone && { banner: { js: `#!/usr/bin/env node\n${REFUSE_OLD_NODE}` } }),
    define: { PLUGIN_CODE: JSON.stringify(code), PLUGIN_HASH: JSON.stringify(hash) },
  });
  await chmod(out, 0o755);
  return { bytes: (await stat(out)).size, version, inputs: inputsOf(plugin.metafile) };
}

/** The files of which something is in a bundle. */
export function inputsOf({ outputs }: Metafile): string[] {
  return Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : []));
}

/** The schemas as a literal: making them needs zod and a file of the sources. */
const readyMadeSchemas: Plugin = {
  name: "ready-made-schemas",
  setup: (hooks) => {
    hooks.onLoad({ filter: /src\/cli\/lint\/schemas\.ts$/ }, () => {
      const json = JSON.stringify(withoutDescriptions(loadSchemas()));
      return { contents: `export const loadSchemas = () => JSON.parse(${JSON.stringify(json)});` };
    });
  },
};

/** The page as text: making it needs esbuild and its sources. */
const readyMadePage: Plugin = {
  name: "ready-made-page",
  setup: (hooks) => {
    hooks.onLoad({ filter: /src\/cli\/ui\/page-files\.ts$/ }, async () => {
      const json = JSON.stringify(await buildPage());
      return {
        contents: `export const pageFiles = async () => JSON.parse(${JSON.stringify(json)});`,
      };
    });
  },
};

/** No message shows them. A field that is called description keeps its schema. */
function withoutDescriptions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDescriptions);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => key !== "description" || typeof inner !== "string")
      .map(([key, inner]) => [key, withoutDescriptions(inner)]),
  );
}

async function packageVersion(): Promise<string> {
  const text = await readFile(new URL("package.json", ROOT), "utf8");
  const manifest: unknown = JSON.parse(text);
  return typeof manifest === "object" && manifest !== null && "version" in manifest
    ? String(manifest.version)
    : "0.0.0";
}
