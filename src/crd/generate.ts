/**
 * Writes the generated files, or compares them.
 *
 *   node src/crd/generate.ts               write them
 *   node src/crd/generate.ts --check       exit 1 if a committed one differs
 *   node src/crd/generate.ts --vendor FILE take the Job's schema from Kubernetes'
 *                                              api/openapi-spec/v3/apis__batch__v1_openapi.json
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { writeOrCompare } from "./files.ts";
import { outputs } from "./outputs.ts";
import { extract } from "./vendor/extract.ts";
import { loadVendored } from "./vendor/load.ts";
import { vendoredFile } from "./vendor/version.ts";

const { values } = parseArgs({ options: { check: { type: "boolean" }, vendor: { type: "string" } } });

if (values.vendor !== undefined) {
  const vendored = extract(JSON.parse(readFileSync(values.vendor, "utf8")));
  writeFileSync(vendoredFile, `${JSON.stringify(vendored, undefined, 1)}\n`);
} else if (!writeOrCompare(outputs(loadVendored()), values.check ?? false)) {
  process.exitCode = 1;
}
