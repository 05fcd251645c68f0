import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const packageJson = z.object({ version: z.string(), description: z.string(), license: z.string() });

/** Name of the image wherever no registry's is given. */
export const REPOSITORY = "ghcr.io/batchtask/batchtask-operator";

/** The version of this checkout, which is the image's tag too. */
export function readPackage(root: string): z.output<typeof packageJson> {
  return packageJson.parse(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
}

/** Where the sources are. */
export const SOURCE = "https://github.com/batchtask/batchtask-operator";

/** The commit of this checkout, with -dirty where files differ from it; "unknown" where it is no checkout. */
export function revisionOf(root: string, digits = 40): string {
  const flags = ["describe", "--always", "--dirty", `--abbrev=${digits}`, "--exclude=*"];
  const { status, stdout } = spawnSync("git", flags, { cwd: root, encoding: "utf8" });
  return status === 0 ? stdout.trim() : "unknown";
}

/** The arguments of the Dockerfile that say what it is built from. */
export function buildArguments(root: string): { VERSION: string; REVISION: string; SOURCE: string } {
  return { VERSION: readPackage(root).version, REVISION: revisionOf(root), SOURCE };
}

/** The image's labels, by the names of the OCI image specification. */
export function imageLabels(root: string): Record<string, string> {
  const { description, license: licenses } = readPackage(root);
  const { VERSION: version, REVISION: revision, SOURCE: source } = buildArguments(root);
  const labels = { title: "batchtask-operator", description, licenses, version, revision, source };
  return Object.fromEntries(
    Object.entries(labels).map(([name, value]) => [`org.opencontainers.image.${name}`, value]),
  );
}
