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

/** The image's labels, by the names of the OCI image specification. */
export function imageLabels(root: string): Record<string, string> {
  const { version, description, license } = readPackage(root);
  return Object.fromEntries(
    Object.entries({ title: "batchtask-operator", description, version, licenses: license }).map(
      ([name, value]) => [`org.opencontainers.image.${name}`, value],
    ),
  );
}
