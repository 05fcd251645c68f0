import { existsSync, globSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LaunchOptions } from "playwright-core";
import type { BuildContext } from "../cluster/build/build.ts";
import { cacheFolder } from "../cluster/layout.ts";
import type { Environment } from "../cluster/util/run.ts";
import { unpacked } from "../cluster/util/debian.ts";
import { which } from "../cluster/util/tools.ts";

/** A Chromium, and what it needs to run. */
interface Chromium {
  readonly path: string;
  readonly environment: Readonly<Record<string, string>>;
}

const PROGRAM = "usr/lib/chromium";
const SYSTEMS = ["google-chrome", "chromium"];

/** How a Chromium is launched; undefined, with the reason said, where this machine can have none. */
export async function launchOptions(environment: Environment): Promise<LaunchOptions | undefined> {
  const report = (line: string): void => void process.stderr.write(`${line}\n`);
  const cache = cacheFolder(environment);
  try {
    const found = await findChromium({ environment, cache, report, signal: undefined });
    // Chromium's own sandbox does not run as root; what it shows here is ours.
    const args = ["--no-sandbox"];
    return { executablePath: found.path, args, env: { ...environment, ...found.environment } };
  } catch (error) {
    report(`tests of the page are skipped: no Chromium: ${String(error)}`);
    return undefined;
  }
}

/** Debian's Chromium where apt has it, else the system's own. Rejects where there is neither. */
async function findChromium(context: BuildContext): Promise<Chromium> {
  return await debianChromium(context).catch((error: unknown) => {
    const path = SYSTEMS.map((name) => which(name, context.environment)).find((path) => path !== undefined);
    if (path === undefined) throw error;
    return { path, environment: {} };
  });
}

/**
 * It is unpacked into the cache with its libraries and with fonts, so that pictures are the same
 * everywhere; the system stays as it is.
 */
async function debianChromium(context: BuildContext): Promise<Chromium> {
  const folder = await unpacked("chromium", context);
  const common = join(await unpacked("chromium-common", context), PROGRAM);
  // It looks for its resources beside itself.
  for (const name of readdirSync(common)) link(join(common, name), join(folder, PROGRAM, name));
  const fonts = [await unpacked("fonts-liberation2", context), await unpacked("fonts-dejavu-core", context)];
  const settings = join(folder, "fonts.conf");
  writeFileSync(settings, fontSettings(fonts, join(folder, "font-cache")));
  const libraries = globSync(join(folder, "{usr/,}lib/*-linux-gnu*{,/pulseaudio}")).join(":");
  return {
    path: join(folder, PROGRAM, "chromium"),
    environment: { LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: settings },
  };
}

function link(target: string, path: string): void {
  if (!existsSync(path)) symlinkSync(target, path);
}

const fontSettings = (folders: readonly string[], cache: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${folders.map((folder) => `  <dir>${join(folder, "usr/share/fonts")}</dir>`).join("\n")}
  <cachedir>${cache}</cachedir>
${["system-ui", "sans-serif", "ui-monospace", "monospace"].map(alias).join("\n")}
</fontconfig>
`;

function alias(family: string): string {
  const preferred = family.includes("mono") ? "DejaVu Sans Mono" : "Liberation Sans";
  return `  <alias binding="same"><family>${family}</family><prefer><family>${preferred}</family></prefer></alias>`;
}
