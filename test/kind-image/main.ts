/**
 * Makes an image of kind's nodes from what this repository builds and Debian's packages, without a registry:
 *
 *   node test/kind-image/main.ts [--name localhost/batchtask-node:v1.37.2]
 *
 * and says how to try it. Needs Docker, root and what a built cluster needs; where no Docker answers it says so, and does
 * nothing.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { BUILD_GROUPS } from "../cluster/build/groups.ts";
import { identityOf } from "../cluster/build/identity.ts";
import { dockerAnswers } from "../cluster/kind/command.ts";
import { cacheFolder } from "../cluster/layout.ts";
import { NODE_REPOSITORY } from "../cluster/kind/node-image.ts";
import { importRoot } from "./docker.ts";
import { findParts } from "./parts.ts";
import { makeRoot } from "./root.ts";

const environment = process.env;
const { version } = identityOf(BUILD_GROUPS.controlPlane);
const { values } = parseArgs({
  options: { name: { type: "string", default: `${NODE_REPOSITORY}:${version}` } },
});
const report = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  if (!(await dockerAnswers(environment))) {
    process.stdout.write("Skipped: Docker doesn't answer, and an image of kind's nodes is Docker's.\n");
    return;
  }
  const context = { environment, cache: cacheFolder(environment), report, signal: undefined };
  const parts = await findParts(context);
  const folder = mkdtempSync(join(tmpdir(), "batchtask-kind-"));
  try {
    await makeRoot(join(folder, "root"), { parts, version, context });
    await importRoot(join(folder, "root"), values.name, environment);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(`${values.name}\nTry it: npm run demo -- --node-image ${values.name}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
