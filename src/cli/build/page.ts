import { readFile } from "node:fs/promises";
import { build } from "esbuild";

const PAGE = new URL("../../ui/page/", import.meta.url);

/** The page's files, as text by the path that they are asked for. */
export type PageFiles = Readonly<Record<string, string>>;

/** Bundles the page: one script, one sheet of styles, and what stands in src/ui/page as it is. */
export async function buildPage(): Promise<PageFiles> {
  const { outputFiles } = await build({
    entryPoints: { page: new URL("main.tsx", PAGE).pathname },
    bundle: true,
    write: false,
    outdir: "/",
    platform: "browser",
    format: "esm",
    target: "es2023",
    minify: true,
    jsx: "automatic",
    jsxImportSource: "preact",
    // Whether a tsconfig.json is there must not change a byte.
    tsconfigRaw: {},
    legalComments: "none",
    logLevel: "warning",
  });
  const asItIs = (name: string) => readFile(new URL(name, PAGE), "utf8");
  const files: Record<string, string> = {
    "/": await asItIs("index.html"),
    "/favicon.svg": await asItIs("favicon.svg"),
  };
  for (const { path, text } of outputFiles) files[`/${path.split(/[/\\]/).at(-1)}`] = text;
  return files;
}
