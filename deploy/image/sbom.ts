/**
 * Writes what is in the bundles, as CycloneDX: dist/sbom.cdx.json. npm lists what is installed, and esbuild says
 * what of it is in the bundles: npm's own --omit=dev leaves out what a tool happens to need, too.
 *
 *   node deploy/image/sbom.ts
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { bundleAll } from "./bundle.ts";

const packageSchema = z.object({ name: z.string(), version: z.string() });
const sbomSchema = z.looseObject({
  metadata: z.looseObject({ component: z.looseObject({ "bom-ref": z.string() }) }),
  components: z.array(z.looseObject({ "bom-ref": z.string() })),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()) })),
});

function packageAt(folder: string): { name: string; id: string } {
  const text = readFileSync(join(folder, "package.json"), "utf8");
  const { name, version } = packageSchema.parse(JSON.parse(text));
  return { name, id: `${name}@${version}` };
}

/** The SBOM of a checkout's bundles, the same each time. @param folders what `bundleAll` returned */
export function sbomOf(root: string, folders: readonly string[]): z.output<typeof sbomSchema> {
  const options = { cwd: root, encoding: "utf8", maxBuffer: 2 ** 26 } as const;
  const listed: unknown = JSON.parse(execFileSync("npm", ["sbom", "--sbom-format=cyclonedx"], options));
  // Number and time are of the moment, and the format asks for neither.
  const { serialNumber: _number, metadata: all, ...rest } = sbomSchema.parse(listed);
  const { timestamp: _time, component, ...metadata } = all;
  const bundled = new Set(folders.map((folder) => packageAt(join(root, folder)).id));
  const components = rest.components.filter((part) => bundled.has(part["bom-ref"]));
  if (components.length !== bundled.size) throw new Error("npm doesn't list all that is in the bundles");
  bundled.add(component["bom-ref"]);
  return {
    ...rest,
    // npm has the checkout's folder for a name.
    metadata: { ...metadata, component: { ...component, name: packageAt(root).name } },
    components,
    dependencies: rest.dependencies
      .filter(({ ref }) => bundled.has(ref))
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => bundled.has(other)) })),
  };
}

if (import.meta.main) {
  const root = join(import.meta.dirname, "../..");
  const sbom = sbomOf(root, await bundleAll(join(root, "dist")));
  writeFileSync(join(root, "dist/sbom.cdx.json"), `${JSON.stringify(sbom, undefined, 2)}\n`);
  process.stdout.write(`dist/sbom.cdx.json: ${sbom.components.length} packages\n`);
}
